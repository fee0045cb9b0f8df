/**
 * A rehearsal of a video call with oneself: camera, voice, mute, hang up. Nothing is recorded or sent.
 *
 *   <div data-behaviour="practice-call"> <video hidden></video> <div data-call-level hidden><meter></meter></div>
 *     <button data-call="start">…</button> mute, hide, stop <p role="status" data-call-says></p> </div>
 */
const WORDS: Record<string, string> = {
  NotAllowedError: "Le navigateur a refusé la caméra : touchez le cadenas près de l’adresse, puis « Autoriser ».",
  NotFoundError: "Cet appareil n’a pas de caméra ou de micro branché.",
  NotReadableError: "Une autre application se sert déjà de la caméra : fermez-la, puis recommencez.",
};
const OTHER = "La caméra ne s’allume pas ici. Essayez avec un téléphone.";

/** What to say when the camera does not start. */
export function trouble(name: string): string {
  return WORDS[name] ?? OTHER;
}

/** Loudness from 0 to 100 of samples around 128. */
export function loudness(samples: Uint8Array): number {
  let sum = 0;
  for (const sample of samples) sum += (sample - 128) ** 2;
  return Math.min(100, Math.round((Math.sqrt(sum / Math.max(samples.length, 1)) / 128) * 300));
}

export function practiceCall(element: HTMLElement): void {
  new Call(element);
}

class Call {
  private stream: MediaStream | null = null;
  private audio: AudioContext | null = null;
  private readonly view: HTMLVideoElement | null;
  private readonly level: HTMLElement | null;
  private readonly says: HTMLElement | null;

  constructor(private readonly root: HTMLElement) {
    this.view = root.querySelector("video");
    this.level = root.querySelector("[data-call-level]");
    this.says = root.querySelector("[data-call-says]");
    this.on("start", () => void this.start());
    this.on("stop", () => this.stop());
    this.on("mute", (button) => this.toggle(button, "audio", "Micro coupé : l’autre ne vous entend plus."));
    this.on("hide", (button) => this.toggle(button, "video", "Caméra coupée : l’autre ne vous voit plus."));
  }

  private button(name: string): HTMLButtonElement | null {
    return this.root.querySelector(`[data-call="${name}"]`);
  }

  private on(name: string, act: (button: HTMLButtonElement) => void): void {
    const button = this.button(name);
    button?.addEventListener("click", () => act(button));
  }

  private say(text: string): void {
    if (this.says) this.says.textContent = text;
  }

  private async start(): Promise<void> {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    } catch (error) {
      return this.say(trouble(error instanceof DOMException ? error.name : ""));
    }
    this.calling(true);
    if (this.view) {
      this.view.srcObject = this.stream;
      void this.view.play();
    }
    this.listen(this.stream);
    this.say("Vous êtes en ligne, avec vous-même. Dites bonjour.");
  }

  private listen(stream: MediaStream): void {
    this.audio = new AudioContext();
    const analyser = this.audio.createAnalyser();
    this.audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const meter = this.level?.querySelector("meter");
    const look = (): void => {
      if (!this.stream) return;
      analyser.getByteTimeDomainData(samples);
      if (meter) meter.value = loudness(samples);
      requestAnimationFrame(look);
    };
    look();
  }

  private toggle(button: HTMLButtonElement, kind: "audio" | "video", words: string): void {
    const tracks = kind === "audio" ? this.stream?.getAudioTracks() : this.stream?.getVideoTracks();
    const off = button.getAttribute("aria-pressed") !== "true";
    for (const track of tracks ?? []) track.enabled = !off;
    button.setAttribute("aria-pressed", String(off));
    this.say(off ? words : "C’est rallumé.");
  }

  private stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    void this.audio?.close();
    this.calling(false);
    this.say("L’appel est fini. La caméra est éteinte.");
  }

  private calling(on: boolean): void {
    for (const one of [this.view, this.level, this.button("mute"), this.button("hide"), this.button("stop")])
      if (one) one.hidden = !on;
    const start = this.button("start");
    if (start) start.hidden = on;
  }
}
