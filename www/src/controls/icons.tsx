/** The few drawings that the page uses, all on a grid of 16. */
import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const UndoIcon = () => (
  <Icon>
    <path d="M5.5 3 2.5 6l3 3M2.5 6h6.5a4 4 0 0 1 0 8H7" />
  </Icon>
);
export const RedoIcon = () => (
  <Icon>
    <path d="m10.5 3 3 3-3 3M13.5 6H7a4 4 0 0 0 0 8h2" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);
export const CrossIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const PreviousIcon = () => (
  <Icon>
    <path d="m10 3.5-4.5 4.5 4.5 4.5" />
  </Icon>
);
export const NextIcon = () => (
  <Icon>
    <path d="m6 3.5 4.5 4.5-4.5 4.5" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.5 3.5L13 4.5" />
  </Icon>
);
export const ErrorIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 4.75v3.75M8 11.2v.05" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.25 14.25 13H1.75zM8 6.5V9.25M8 11.2v.05" />
  </Icon>
);
export const InfoIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 7.5v3.75M8 4.8v.05" />
  </Icon>
);
export const VoiceIcon = () => (
  <Icon>
    <path d="M2 6.5v3M5 4.5v7M8 2.5v11M11 5v6M14 6.5v3" />
  </Icon>
);
export const PictureIcon = () => (
  <Icon>
    <rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" />
    <circle cx="5.5" cy="6.25" r="1.1" />
    <path d="m2 12 4-3.5 2.5 2 2.5-2.5 3 3" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M2 3.25h12v7.5H7.5L4.5 13.5v-2.75H2zM5 6h6M5 8.25h4" />
  </Icon>
);
export const BubbleIcon = () => (
  <Icon>
    <path d="m2 14 1-3.2A6 6 0 1 1 5.4 13zM6 6.5c0 2 1.5 3.5 3.5 3.5" />
  </Icon>
);
export const WaitingIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M8 4.75V8l2.25 1.5" />
  </Icon>
);
export const InboxIcon = () => (
  <Icon>
    <path d="M1.75 9 4 2.75h8L14.25 9v4.25H1.75zM1.75 9h3.5l1 2h3.5l1-2h3.5" />
  </Icon>
);
