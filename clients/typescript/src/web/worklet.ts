/**
 * The AudioWorklet of microphones and loudspeakers; a module of its own without imports, as it is loaded by its address.
 * It needs no SharedArrayBuffer: samples go through the ports, in chunks whose memory is handed over.
 */

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const CHUNK_S = 0.02;
const RAMP_S = 0.005;
const HELD_S = 1;
const FIRST_DEPTH_S = 0.06;
const DEPTH_STEP_S = 0.02;
const DEEPEST_S = 0.2;
const LATEST_S = 0.4;

/** Cuts what the microphone hears into chunks of 20 ms. */
class MicrophoneProcessor extends AudioWorkletProcessor {
  #chunk = newChunk();
  #filled = 0;

  process([input]: Float32Array[][]): boolean {
    for (const sample of input?.[0] ?? []) {
      this.#chunk[this.#filled++] = sample;
      if (this.#filled < this.#chunk.length) continue;
      this.port.postMessage(this.#chunk, [this.#chunk.buffer]);
      [this.#chunk, this.#filled] = [newChunk(), 0];
    }
    return true;
  }
}

function newChunk(): Float32Array<ArrayBuffer> {
  return new Float32Array(Math.round(CHUNK_S * sampleRate));
}

/** Holds up to a second of samples; what is more replaces the oldest. */
class Ring {
  readonly #samples = new Float32Array(HELD_S * sampleRate);
  #first = 0;
  length = 0;

  push(sample: number): void {
    if (this.length === this.#samples.length) this.shift();
    this.#samples[(this.#first + this.length++) % this.#samples.length] = sample;
  }

  shift(): number {
    const sample = this.#samples[this.#first] ?? 0;
    this.#first = (this.#first + 1) % this.#samples.length;
    this.length--;
    return sample;
  }
}

/**
 * Plays samples as evenly as they were spoken, however unevenly they come: it begins once `depth` of them wait, and fades
 * out before it runs dry and before it skips what is too old, so that neither clicks. It waits longer after it ran dry.
 */
class LoudspeakerProcessor extends AudioWorkletProcessor {
  readonly #ring = new Ring();
  readonly #ramp = RAMP_S * sampleRate;
  #depth = FIRST_DEPTH_S * sampleRate;
  #gain = 0;
  #open = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<Float32Array>) => data.forEach((sample) => this.#ring.push(sample));
  }

  process(_: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0] ?? new Float32Array();
    for (let n = 0; n < channel.length; n++) {
      this.#turn();
      this.#gain = Math.min(1, Math.max(0, this.#gain + (this.#open ? 1 : -1) / this.#ramp));
      if (this.#gain > 0) channel[n] = this.#gain * this.#ring.shift();
    }
    return true;
  }

  /** Begins or ends to play. */
  #turn(): void {
    const waiting = this.#ring.length;
    if (this.#open) {
      if (waiting <= this.#ramp)
        this.#depth = Math.min(this.#depth + DEPTH_STEP_S * sampleRate, DEEPEST_S * sampleRate);
      this.#open = waiting > this.#ramp && waiting <= LATEST_S * sampleRate;
    } else if (this.#gain === 0 && waiting >= this.#depth) {
      while (this.#ring.length > this.#depth) this.#ring.shift();
      this.#open = true;
    }
  }
}

registerProcessor("odind-microphone", MicrophoneProcessor);
registerProcessor("odind-loudspeaker", LoudspeakerProcessor);
