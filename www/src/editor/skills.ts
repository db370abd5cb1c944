/** What the editors can do beyond editing: fetched later than the page, and learned by those that are open. */
import { signal } from "@preact/signals";
import { afterwards } from "../controls/later";

export const skills = signal<typeof import("./all-skills") | undefined>(undefined);

afterwards(async () => {
  skills.value = await import("./all-skills");
});
