import { useEffect } from "preact/hooks";
import { FaultsPanel } from "../faults/panel";
import { environment } from "../send/environment";
import { isForgetting } from "./changes";
import { NoSandbox } from "./empty";
import { ForgetDialog } from "./forget";
import { InboxHeader } from "./header";
import { opened } from "./opened";
import { OpenedPanel } from "./opened-panel";
import { InboxPanel } from "./panel";
import { backToList } from "./places";

/** Escape closes what is opened, unless it means something where the focus is. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented || !opened.peek() || isForgetting.peek()) return;
  if (event.target instanceof HTMLInputElement && event.target.value !== "") return;
  backToList();
}

export function InboxApp() {
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const server = environment.value;
  if (server.mode === "relay") return <NoSandbox upstream={server.upstream} />;
  return (
    <>
      <InboxHeader />
      <main class="inbox">
        <InboxPanel />
        <OpenedPanel />
        <FaultsPanel />
      </main>
      {isForgetting.value && <ForgetDialog />}
    </>
  );
}
