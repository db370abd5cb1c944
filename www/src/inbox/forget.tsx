/** The question before everything is forgotten. */
import { useEffect, useRef } from "preact/hooks";
import { forget, isForgetting } from "./changes";

export function ForgetDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby="forget-title"
      onClose={() => {
        isForgetting.value = false;
      }}
    >
      <h2 id="forget-title">Forget all messages?</h2>
      <p>
        The sandbox deletes every job, message and request it keeps, for whoever uses it. The token stays valid, and the
        faults stay as they are.
      </p>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button
          type="button"
          class="button primary real"
          onClick={() => {
            dialog.current?.close();
            void forget();
          }}
        >
          Forget all
        </button>
      </div>
    </dialog>
  );
}
