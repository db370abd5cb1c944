/** The file's address, where a bundler gives one for an imported file. */
declare const address: string;
export default address;
