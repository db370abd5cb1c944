/** Copies a text, and says so for a while. */
import { useEffect, useState } from "preact/hooks";

interface Props {
  /** What is on the button. */
  label: string;
  text: string;
}

const SAID_MS = 3_000;

export function CopyButton({ label, text }: Props) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("The browser does not let the page copy: select the text instead");
    }
  };
  return (
    <span class="copy">
      <span role="status" class="copy-said">
        {said}
      </span>
      <button type="button" class="link" onClick={() => void copy()}>
        {label}
      </button>
    </span>
  );
}
