/** Sends what is kept as soon as it can; one message at a time, and again until the server says that it has it. */
import type { Answer, Counter } from "./counter";

export type State = "sent" | "waiting" | "sending" | "offline" | "sign-in" | "refused" | "trouble";

const EVERY_MS = 20_000;
const SOON_MS = 600;
const ANSWER_WAIT_MS = 20_000;

export class Sync {
  state: State = "waiting";
  private busy = false;
  private soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly counter: Counter,
    private readonly address: string,
    private readonly told: () => void,
    private readonly post: typeof fetch = (...args) => fetch(...args),
  ) {}

  start(): void {
    setInterval(() => void this.send(), EVERY_MS);
    window.addEventListener("online", () => void this.send());
    document.addEventListener("visibilitychange", () => void this.send());
    void this.send();
  }

  /** Something changed: send it shortly, with what changes until then. */
  changed(): void {
    if (this.state === "sent") this.become("waiting");
    clearTimeout(this.soon);
    this.soon = setTimeout(() => void this.send(), SOON_MS);
  }

  async send(): Promise<void> {
    if (this.busy) return;
    const message = this.counter.message();
    if (!message.tallies.length && !message.contacts.length) return this.become(this.counter.waiting ? "refused" : "sent");
    this.busy = true;
    if (this.state === "waiting") this.become("sending");
    try {
      const state = await this.exchange(message);
      this.become(state);
    } finally {
      this.busy = false;
    }
    if (this.state === "sent" && this.counter.waiting) this.changed();
  }

  private async exchange(message: ReturnType<Counter["message"]>): Promise<State> {
    let response: Response;
    try {
      response = await this.post(this.address, {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        headers: { "content-type": "application/json", "x-csrftoken": cookie("jalon_csrf") },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
      });
    } catch {
      return "offline";
    }
    if (response.status === 401 || response.status === 403) return "sign-in";
    if (!response.ok) return "trouble";
    const answer = (await response.json().catch(() => null)) as Answer | null;
    if (!answer) return "trouble";
    await this.counter.accept(message, answer);
    return Object.keys(answer.refused).length ? "refused" : "sent";
  }

  private become(state: State): void {
    this.state = state;
    this.told();
  }
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** The state in words. */
export function said(state: State, waiting: number): string {
  const kept = waiting === 1 ? "1 chose est gardée dans ce téléphone" : `${waiting} choses sont gardées dans ce téléphone`;
  const words: Record<State, string> = {
    sent: "Tout est envoyé.",
    waiting: "Envoi dans un instant.",
    sending: "Envoi en cours.",
    offline: waiting ? `Sans réseau : ${kept}. Elles partiront seules.` : "Sans réseau : vous pouvez compter quand même.",
    "sign-in": `Reconnectez-vous pour envoyer : ${kept}, rien n’est perdu.`,
    refused: `${kept} : à corriger ci-dessous.`,
    trouble: `Le site a un souci : ${kept}. Nouvel essai bientôt.`,
  };
  return words[state].replace(/ ([:;?!])/g, "\u00a0$1");
}
