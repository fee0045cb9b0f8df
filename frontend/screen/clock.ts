/** The screen's own clock, set by the server's answers: players in buses often have no clock of their own. */

export interface Ticks {
  /** Milliseconds since 1970, as the device believes. */
  wall(): number;
  /** Milliseconds that only go forward. */
  steady(): number;
}

export const DEVICE: Ticks = { wall: () => Date.now(), steady: () => performance.now() };

const KEEP_SAMPLES = 8;

export class ServerClock {
  private offset_s: number;
  private base_s: number;
  private samples: { offset: number; spread: number }[] = [];

  constructor(
    private readonly ticks: Ticks = DEVICE,
    offset_s = 0,
  ) {
    this.offset_s = offset_s;
    this.base_s = (ticks.wall() - ticks.steady()) / 1000;
  }

  /**
   * UTC seconds. The later of two clocks: a device set back, or one that slept, never makes an offer outlive
   * its validity.
   */
  now(): number {
    const steady = this.base_s + this.ticks.steady() / 1000;
    return Math.max(steady, this.ticks.wall() / 1000) + this.offset_s;
  }

  /** How far the server is ahead of the device, in seconds. */
  get offset(): number {
    return this.offset_s;
  }

  /** Steady milliseconds, for `heard`. */
  mark(): number {
    return this.ticks.steady();
  }

  /**
   * The server said `instant` in answer to a request that left at `sent` (`mark()`). Of the last samples the one
   * with the shortest way counts.
   */
  heard(instant: number, sent: number): void {
    const back = this.ticks.steady();
    const spread = (back - sent) / 1000;
    this.base_s = (this.ticks.wall() - back) / 1000;
    const offset = instant + spread / 2 - this.ticks.wall() / 1000;
    const best = this.samples.reduce((a, b) => (b.spread <= a.spread ? b : a), { offset, spread });
    const jumped = Math.abs(best.offset - offset) > Math.max(2, best.spread + spread);
    this.samples = [...(jumped ? [] : this.samples), { offset, spread }].slice(-KEEP_SAMPLES);
    this.offset_s = this.samples.reduce((a, b) => (b.spread <= a.spread ? b : a)).offset;
  }
}
