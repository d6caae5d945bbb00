import type { AudioStream } from "../audio.js";
import type { Connection, Format } from "../connection.js";
import { SampleFormat } from "../gen/odind/v1/audio_pb.js";
import { finished, meterOf, openSound, Parts, type SoundOptions } from "./sound.js";

/** How it is played. */
export interface LoudspeakerOptions extends SoundOptions {
  /** Where it goes. The default is the context's `destination`, which the user hears. */
  readonly destination?: AudioNode;
}

/** Plays the mix of all peers, 60 to 200 ms behind what arrives, as evenly as the network needs. */
export class Loudspeaker implements AsyncDisposable {
  /** Resolves when it was closed or the connection was left, and rejects with what else has ended it. */
  readonly ended: Promise<void>;

  readonly #parts: Parts;
  readonly #level: () => number;

  /** Begins to listen and to play. */
  static open(connection: Connection, options: LoudspeakerOptions = {}): Promise<Loudspeaker> {
    return Parts.whole(async (parts) => {
      const context = await openSound(parts, options);
      const format: Format = { sampleFormat: SampleFormat.F32LE, sampleRateHz: context.sampleRate };
      const stream = await connection.listen(format);
      parts.add(stream, () => stream.close());
      return new Loudspeaker(parts, stream, options.destination ?? context.destination);
    });
  }

  private constructor(parts: Parts, stream: AudioStream, destination: AudioNode) {
    this.#parts = parts;
    const player = new AudioWorkletNode(destination.context, "odind-loudspeaker", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    parts.add(player, () => player.disconnect()).connect(destination);
    this.#level = meterOf(player);
    this.ended = finished(parts, stream, ({ pcm }) => {
      const samples = new Float32Array(pcm.slice().buffer);
      player.port.postMessage(samples, [samples.buffer]);
    });
  }

  /** How loud it is now, in dBFS. */
  get level(): number {
    return this.#level();
  }

  /** Stops to listen. */
  close(): Promise<void> {
    return this.#parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
