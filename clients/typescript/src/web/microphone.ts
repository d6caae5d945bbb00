import type { AudioStream } from "../audio.js";
import type { Connection } from "../connection.js";
import { SampleFormat } from "../gen/odind/v1/audio_pb.js";
import { finished, meterOf, openSound, Parts, type SoundOptions } from "./sound.js";

const SEND_BUFFER = { capacity: { seconds: 0n, nanos: 300_000_000 } };
const WAITING_CHUNKS = 15; // of 20 ms

/** What is spoken. */
export interface MicrophoneOptions extends SoundOptions {
  /** Speaks these tracks, which are left running. Without them, the browser asks the user for the microphone. */
  readonly input?: MediaStream;
  /** What the microphone must be or do, as `{ echoCancellation: false }`. */
  readonly constraints?: MediaTrackConstraints;
}

/**
 * Speaks what the user says, at the browser's sample rate, which the daemon converts. What does not get through within
 * 0.3 s is dropped, so that nobody hears the user late.
 */
export class Microphone implements AsyncDisposable {
  /** Whether nothing is spoken for now. */
  muted = false;
  /** Resolves when it was closed or the connection was left, and rejects with what else has ended it. */
  readonly ended: Promise<void>;

  readonly #parts: Parts;
  readonly #stream: AudioStream;
  readonly #level: () => number;
  #said: Promise<void> = Promise.resolve();
  #waiting = 0;
  #dropped = 0;

  /**
   * Asks for the microphone, and begins to speak.
   *
   * @throws DOMException NotAllowedError and others of the browser's `getUserMedia`. OdindError as `speak` does.
   */
  static open(connection: Connection, options: MicrophoneOptions = {}): Promise<Microphone> {
    return Parts.whole(async (parts) => {
      const input = options.input ?? parts.add(await recorded(options.constraints), stop);
      const context = await openSound(parts, options);
      const send = { sampleFormat: SampleFormat.F32LE, sampleRateHz: context.sampleRate };
      const stream = await connection.audio({ send, sendBuffer: SEND_BUFFER });
      parts.add(stream, () => stream.close());
      return new Microphone(parts, stream, context.createMediaStreamSource(input));
    });
  }

  private constructor(parts: Parts, stream: AudioStream, source: MediaStreamAudioSourceNode) {
    this.#parts = parts;
    this.#stream = stream;
    this.#level = meterOf(source);
    const cutter = new AudioWorkletNode(source.context, "odind-microphone", { numberOfOutputs: 0, channelCount: 1 });
    source.connect(parts.add(cutter, () => source.disconnect()));
    cutter.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#speak(data);
    this.ended = finished(parts, stream);
  }

  /** What the microphone hears now, muted or not, in dBFS. */
  get level(): number {
    return this.#level();
  }

  /** How many pieces of 20 ms were dropped, because the network or the daemon was too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Stops to speak, and to record unless `input` was given. */
  close(): Promise<void> {
    return this.#parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #speak(chunk: Float32Array): void {
    if (this.muted) return;
    if (this.#waiting === WAITING_CHUNKS) {
      this.#dropped++;
      return;
    }
    this.#waiting++;
    this.#said = this.#said.then(() => this.#write(chunk));
  }

  async #write(chunk: Float32Array): Promise<void> {
    try {
      await this.#stream.write(chunk);
    } catch {
      this.muted = true; // `ended` tells why
    }
    this.#waiting--;
  }
}

function recorded(constraints: MediaTrackConstraints = {}): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, ...constraints } });
}

function stop(input: MediaStream): void {
  for (const track of input.getTracks()) track.stop();
}
