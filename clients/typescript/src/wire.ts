import type { StreamAudioRequest, StreamAudioResponse } from "./gen/odind/v1/audio_pb.js";

/** Carries one audio call. */
export interface Wire {
  /** Resolves once the request is on its way, or never will be: why, `responses` tells. */
  send(request: StreamAudioRequest): Promise<void>;
  /** Ends when the call ended as it should, and throws what ended it otherwise. To be read once. */
  responses(): AsyncIterable<StreamAudioResponse>;
  /** Ends both. May be called at any time. */
  close(): void;
}
