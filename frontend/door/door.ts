/** The page at the door: what is kept, what is shown, what a tap does. */
import { askCode, askNewcomer, askReason, askSignature, reader } from "./dialogs";
import { replace } from "./dom";
import { Kiosk } from "./kiosk";
import type { Gesture, Means, Part, Refused, Snapshot, Status } from "./protocol";
import { codeIn, currentPart, found, gestureOn, type Line, lines, type Wish } from "./sheet";
import type { DoorStore, Waiting } from "./store";
import { ask, Sync, type Seen } from "./sync";
import { closed, nothing, page, type Acts } from "./view";
import { LABELS, type Link, syncWords } from "./words";

export interface Place {
  readonly session: number;
  readonly user: string;
  readonly data: string;
  readonly chair: string;
  readonly signIn: string;
  readonly sheet: string;
  readonly pdf: string;
  readonly lasting: boolean;
}

const EVERY_MS = 15_000;
const EXIT = "jalon-door-exit";
const seconds = (): number => Date.now() / 1000;

export class Door {
  private snapshot: Snapshot | null = null;
  private waiting: Waiting[] = [];
  private link: Link = "fine";
  private chosen: number | null = null;
  private query = "";
  private last = "";
  private undoing: (() => void) | null = null;
  private kiosk: Kiosk | null = null;
  private turn: Promise<void> = Promise.resolve();
  private kept = false;

  constructor(private readonly root: HTMLElement, private readonly place: Place, private readonly store: DoorStore, private readonly sync: Sync) {}

  async start(): Promise<void> {
    this.snapshot = await this.store.list(this.place.session, this.place.user, Date.now());
    this.waiting = await this.store.waiting(this.place.session);
    if (this.snapshot) this.show();
    await this.round();
    setInterval(() => void this.round(), EVERY_MS);
    window.addEventListener("online", () => void this.round());
    const exit = sessionStorage.getItem(EXIT);
    if (exit && this.snapshot) this.openKiosk(exit);
  }

  /** The page is kept: it opens without network from now on. */
  ready(): void {
    this.kept = true;
    this.show();
  }

  /** One exchange with the server, after those that run; only one at a time in all tabs. */
  private round(): Promise<void> {
    const turn = async (): Promise<void> => this.take(await this.sync.round());
    const alone = (): Promise<void> => (navigator.locks ? navigator.locks.request(`jalon-door-${this.place.session}`, turn) : turn());
    this.turn = this.turn.then(alone, alone);
    return this.turn;
  }

  private async take(seen: Seen): Promise<void> {
    this.link = seen.link;
    if (seen.snapshot) {
      this.snapshot = seen.snapshot;
      if (seen.snapshot.session.closed) await this.store.dropList(this.place.session);
      else await this.store.keepList(this.place.session, { user: this.place.user, at: Date.now(), snapshot: seen.snapshot });
    }
    this.waiting = await this.store.waiting(this.place.session);
    this.show();
  }

  private get part(): Part | undefined {
    const parts = this.snapshot?.parts ?? [];
    return parts.find((part) => part.id === this.chosen) ?? currentPart(parts, seconds());
  }

  private get unsent(): Gesture[] {
    return this.waiting.filter((one) => one.refused === undefined).map((one) => one.gesture);
  }

  private linesNow(): Line[] {
    return this.snapshot && this.part ? lines(this.snapshot, this.unsent, this.part.id) : [];
  }

  private async note(gesture: Gesture, said: string, undo: (() => void) | null): Promise<void> {
    this.last = said;
    this.undoing = undo;
    await this.store.add(this.place.session, gesture);
    this.waiting = await this.store.waiting(this.place.session);
    this.show();
    void this.round();
  }

  private mark(line: Line, wish: Wish): void {
    if (!this.part) return;
    const part = this.part.id;
    const gesture = gestureOn(line, part, wish, crypto.randomUUID(), seconds());
    const said = wish.signature ? `${line.name} a signé` : `${line.name} : ${LABELS[wish.status].toLowerCase()}`;
    const back = (): void => {
      const now = this.linesNow().find((one) => one.key === line.key);
      if (now && this.part?.id === part) void this.note(gestureOn({ ...now, conflict: false }, part, { status: line.status, means: wish.means, reason: line.status === "excused" ? "comme avant" : "" }, crypto.randomUUID(), seconds()), `${line.name} : ${LABELS[line.status].toLowerCase()}`, null);
    };
    void this.note(gesture, said, line.conflict || wish.signature ? null : back);
  }

  private tap(line: Line, status: Status): void {
    if (status === "excused") return askReason(line.name, (reason) => this.mark(line, { status, means: this.means(line), reason }));
    if (line.status !== status || line.conflict) this.mark(line, { status, means: this.means(line) });
  }

  /** Found by the code that the person showed, or by eye. */
  private means(line: Line): Means {
    return this.query.trim() !== "" && this.query.trim() === line.code ? "code" : "phone";
  }

  private sign(line: Line, means: Means, path: string): void {
    const status = line.status === "late" || line.status === "left_early" ? line.status : "present";
    this.mark(line, { status, means, signature: path });
  }

  private newcomer(): void {
    askNewcomer((who) => {
      if (!this.part) return;
      const gesture = { kind: "arrival", uuid: crypto.randomUUID(), ...who, part: this.part.id, signature: "", at: seconds() } as const;
      void this.note(gesture, `${who.first_name} est sur la feuille`, null);
    });
  }

  private scan(Reader: NonNullable<ReturnType<typeof reader>>): void {
    askCode(Reader, (text) => {
      const code = codeIn(text);
      const line = this.linesNow().find((one) => one.code !== "" && one.code === code);
      if (line) this.mark(line, { status: "present", means: "code" });
      return line !== undefined;
    });
  }

  private async chair(refused: Refused): Promise<void> {
    const answer = await ask(this.place.chair, { arrival: refused.id });
    const reply = (await answer.json().catch(() => null)) as { error?: string } | null;
    this.last = answer.status === 200 ? `${refused.name} a une place` : (reply?.error ?? "Sans réseau : réessayez dès qu’il revient.");
    this.undoing = null;
    await this.round();
  }

  private openKiosk(exit: string): void {
    sessionStorage.setItem(EXIT, exit);
    document.body.classList.add("is-kiosk");
    this.kiosk = new Kiosk(this.root, this.snapshot?.session.title ?? "", exit, {
      find: (code) => this.linesNow().find((line) => line.code === code),
      sign: (line, path) => this.sign(line, "tablet", path),
      leave: () => this.leaveKiosk(),
    });
  }

  private leaveKiosk(): void {
    sessionStorage.removeItem(EXIT);
    document.body.classList.remove("is-kiosk");
    this.kiosk?.stop();
    this.kiosk = null;
    this.last = "";
    this.show();
  }

  private acts(): Acts {
    const Reader = reader();
    return {
      tap: (line, status) => this.tap(line, status),
      sign: (line) => askSignature(line.name, (path) => this.sign(line, "phone", path)),
      choosePart: (part) => {
        this.chosen = part.id;
        this.last = "";
        this.show();
      },
      search: (text) => {
        this.query = text;
        this.show();
      },
      newcomer: () => this.newcomer(),
      scan: Reader && (() => this.scan(Reader)),
      kiosk: () => this.askExit(),
      undo: this.undoing,
      chair: (refused) => void this.chair(refused),
      read: (key) => void this.store.remove(key).then(() => this.round()),
    };
  }

  private askExit(): void {
    const exit = String(Math.floor(1000 + Math.random() * 9000));
    const taken = this.snapshot?.people.some((person) => person.code === exit);
    if (taken) return this.askExit();
    const agreed = window.confirm(`La tablette ne montrera plus la liste. Pour revenir, touchez « Quitter » puis tapez ${exit}. Notez ce code.`);
    if (agreed) this.openKiosk(exit);
  }

  private show(): void {
    if (this.kiosk) return;
    const signIn = this.link === "signed-out" ? this.place.signIn : null;
    const sync = syncWords(this.link, this.unsent);
    const { snapshot, part } = this;
    if (snapshot?.session.closed) return replace(this.root, ...closed({ title: snapshot.session.title, when: snapshot.session.closed, sync, sheet: this.place.sheet }));
    if (!snapshot || !part) return replace(this.root, ...nothing(snapshot ? "Cette séance n’a pas de demi-journée." : sync, signIn));
    const all = this.linesNow();
    const kept = !this.place.lasting ? " Cet appareil ne garde rien : ne fermez pas la page avant l’envoi." : this.kept && this.link === "fine" ? " Cette porte marche aussi sans réseau." : "";
    const unread = this.waiting.filter((one) => one.refused !== undefined).map((one) => ({ key: one.key, name: this.nameOf(one.gesture), why: one.refused ?? "" }));
    replace(this.root, ...page({ snapshot, part, all, found: found(all, this.query), query: this.query, sync: sync + kept, alarm: this.link !== "fine", last: this.last, signIn, unread, sheet: this.place.sheet, pdf: this.place.pdf }, this.acts()));
  }

  private nameOf(gesture: Gesture): string {
    if (gesture.kind === "arrival") return gesture.first_name;
    return this.snapshot?.people.find((one) => one.id === gesture.booking)?.name ?? "Une personne";
  }
}
