/** A voice message: what is said, to read and to hear. */
import { useEffect, useState } from "preact/hooks";
import { VoiceIcon } from "../controls/icons";
import { type Shown, Words } from "./message";

/** Speaks with the browser's own voice; the platform's will be another. */
function Play({ text }: { text: string }) {
  const [playing, setPlaying] = useState(false);

  useEffect(() => {
    if (!playing) return;
    const speech = new SpeechSynthesisUtterance(text);
    const ended = () => setPlaying(false);
    speech.addEventListener("end", ended);
    speech.addEventListener("error", ended);
    speechSynthesis.speak(speech);
    return () => {
      speech.removeEventListener("end", ended);
      speech.removeEventListener("error", ended);
      speechSynthesis.cancel();
    };
  }, [playing, text]);

  return (
    <button type="button" class="button small" onClick={() => setPlaying(!playing)}>
      {playing ? "Stop" : "Play"}
    </button>
  );
}

export function Voice(shown: Shown) {
  const { message } = shown;
  const canPlay = typeof message === "string" && message.trim() !== "" && "speechSynthesis" in globalThis;
  return (
    <div class="stage stage-voice">
      <div class="stage-head">
        <VoiceIcon />
        <span>Voice, what is said</span>
        {canPlay && <Play text={message} />}
      </div>
      <div class="message-text">
        <Words {...shown} />
      </div>
    </div>
  );
}
