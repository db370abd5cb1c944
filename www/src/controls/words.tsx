/** The core's messages as sentences for people. */

/** The core names recipients by their position in the JSON, from 0; the page counts from 1, as people do. */
function countedFromOne(message: string): string {
  return message.replace(/`identities\[(\d+)\]`/g, (_, index: string) => `recipient ${Number(index) + 1}`);
}

/** Upper-case start and a full stop. */
export function sentence(message: string): string {
  const words = countedFromOne(message);
  const start = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}

/** Where only plain text can stand: quotation marks in the place of backticks. */
export function plain(message: string): string {
  return message.replace(/`([^`]*)`/g, "“$1”");
}

/** Words with the author's own input, which stands in backticks, set apart. */
export function Words({ of }: { of: string }) {
  const parts = of.split("`");
  // An odd backtick belongs to the author's text: then nothing is set apart.
  if (parts.length % 2 === 0) return <>{of}</>;
  return <>{parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}

export function Sentence({ of }: { of: string }) {
  return <Words of={sentence(of)} />;
}

/** Made once: `toLocaleString` makes one for each number, and a list has one in each row. */
const numbers = new Intl.NumberFormat("en");

export const figures = (number: number): string => numbers.format(number);

export function count(number: number, one: string, many = `${one}s`): string {
  return `${figures(number)} ${number === 1 ? one : many}`;
}
