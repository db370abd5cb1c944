/** A moment, in the reader's own time. */
const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });

export function Time({ at }: { at: string }) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  const isToday = moment.toDateString() === new Date().toDateString();
  return (
    <time class="time" dateTime={at} title={moment.toString()}>
      {isToday ? "" : `${DAY.format(moment)}, `}
      {TIME.format(moment)}
    </time>
  );
}
