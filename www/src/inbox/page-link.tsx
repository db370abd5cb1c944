/** The way between the page and its inbox. */
import type { ComponentChildren } from "preact";

/**
 * Each keeps its tab: the page has the token in memory alone, and would lose it were it loaded again. An empty
 * fragment leads into a tab that has the page without loading it.
 */
export const TABS = { page: "notify-preflight-page", inbox: "notify-preflight-inbox" } as const;

interface Props {
  class?: string;
  children: ComponentChildren;
}

export function PageLink(props: Props) {
  return (
    <a class={props.class} href="/#" target={TABS.page}>
      {props.children}
    </a>
  );
}
