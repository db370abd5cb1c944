/** Handing the author a file. */

/** Longer than any browser takes to begin saving. */
const KEPT_MS = 60_000;

export function saveFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

export function saveJson(text: string): void {
  saveFile("notification.json", text, "application/json");
}
