/** What the page at the door says. */
import type { Line } from "./sheet";
import { came } from "./sheet";
import type { Gesture, Status } from "./protocol";

export type Link = "fine" | "offline" | "signed-out" | "gone" | "trouble";

export const LABELS: Readonly<Record<Status, string>> = {
  "": "pas encore noté",
  present: "Présent",
  late: "En retard",
  left_early: "Parti avant la fin",
  excused: "Excusé",
  absent: "Absent",
};

const plural = (count: number, one: string, many: string): string => `${count} ${count > 1 ? many : one}`;

/** « 3 signatures et 2 gestes ». */
export function waitingWords(gestures: readonly Gesture[]): string {
  const signed = gestures.filter((one) => one.signature !== "").length;
  const others = gestures.length - signed;
  const parts = [
    ...(signed ? [plural(signed, "signature", "signatures")] : []),
    ...(others ? [plural(others, "geste", "gestes")] : []),
  ];
  return parts.join(" et ");
}

/** How what was noted stands: kept here, sent, or held up, and what to do. */
export function syncWords(link: Link, gestures: readonly Gesture[]): string {
  const what = waitingWords(gestures);
  const wait = gestures.length > 1 ? "attendent" : "attend";
  if (link === "signed-out")
    return gestures.length ? `Votre session est finie. ${what} ${wait} ici : entrez de nouveau, rien n’est perdu.` : "Votre session est finie : entrez de nouveau.";
  if (link === "gone") return gestures.length ? `Cette séance n’est plus la vôtre. ${what} ${wait} ici : prévenez qui la tient.` : "Cette séance n’est plus la vôtre.";
  if (link === "offline") return gestures.length ? `Sans réseau. ${what} ${wait} le réseau.` : "Sans réseau : notez comme d’habitude, tout partira au retour.";
  if (link === "trouble") return gestures.length ? `Le serveur ne répond pas bien. ${what} ${wait}, on réessaie.` : "Le serveur ne répond pas bien, on réessaie.";
  return gestures.length ? `On envoie ${what}.` : "Tout est enregistré.";
}

/** « 8 présents sur 10 ». */
export function countWords(all: readonly Line[]): string {
  const here = all.filter((line) => came(line.status)).length;
  return `${plural(here, "présent", "présents")} sur ${all.length}`;
}

/** « Il reste Oumar S. et Léa V. », at most three names. */
export function restWords(all: readonly Line[]): string {
  const names = all.filter((line) => line.status === "").map((line) => line.name);
  if (names.length === 0) return all.length ? "Tout le monde est noté." : "";
  if (names.length > 3) return `Il reste ${names.length} personnes.`;
  return `Il reste ${names.length > 1 ? `${names.slice(0, -1).join(", ")} et ` : ""}${names.at(-1) ?? ""}.`.replace("..", ".");
}
