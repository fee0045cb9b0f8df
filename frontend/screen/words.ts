/** French words of the screen. A non-breaking space stands inside hours and before "min". */

const NBSP = "\u00a0";

/** Seconds of the service day as "4 h 31", "13 h"; after midnight it starts again at 0. */
export function hourOf(second: number): string {
  const minutes = Math.floor(second / 60);
  const hours = Math.floor(minutes / 60) % 24;
  const rest = minutes % 60;
  return rest === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h${NBSP}${String(rest).padStart(2, "0")}`;
}

/** The hour of an instant on the clocks of this time zone. */
export function hourAt(instant: number, timezone: string): string {
  const parts = new Intl.DateTimeFormat("fr-FR", { timeZone: timezone, hour: "numeric", minute: "2-digit" });
  const [hour = "0", minute = "0"] = parts
    .formatToParts(instant * 1000)
    .filter((part) => part.type === "hour" || part.type === "minute")
    .map((part) => part.value);
  return hourOf(Number(hour) * 3600 + Number(minute) * 60);
}

/** How many stops are left: "dans 2 arrêts", at the stop itself "à cet arrêt". */
export function stopsLeft(count: number): string {
  if (count <= 0) return "à cet arrêt";
  return `dans ${count}${NBSP}arrêt${count > 1 ? "s" : ""}`;
}

export function walk(minutes: number): string {
  return `${minutes}${NBSP}min à pied`;
}

/** Non-breaking spaces where French wants them, in texts that people wrote. */
export function typeset(text: string): string {
  return text
    .replace(/'/g, "’")
    .replace(/ ([?!:;»%€])/g, `${NBSP}$1`)
    .replace(/\b(ligne|lignes|quai|n°) (?=\d)/gi, `$1${NBSP}`)
    .replace(/« /g, `«${NBSP}`)
    .replace(/(\d) h (\d\d)\b/g, `$1${NBSP}h${NBSP}$2`)
    .replace(/(\d) h\b/g, `$1${NBSP}h`);
}
