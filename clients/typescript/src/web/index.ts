/**
 * The client of odind, the daemon that puts programs into ODIN voice rooms, for web pages. Messages are the generated
 * ones of `@odind/client/v1/*`; what fails in the daemon is an {@link OdindError} with a reason.
 *
 * @packageDocumentation
 */
export { AudioStream } from "../audio.js";
export { type Abortable, Connection, type Content, type Format, type Json } from "../connection.js";
export { Daemon, type JoinOptions } from "../daemon.js";
export { type ErrorCode, OdindError } from "../errors.js";
export { VERSION } from "../version.js";
export type { Watched, WatchRequest } from "../watch.js";
export { connect } from "./connect.js";
export { Loudspeaker, type LoudspeakerOptions } from "./loudspeaker.js";
export { Microphone, type MicrophoneOptions } from "./microphone.js";
export type { ConnectOptions } from "./options.js";
export type { SoundOptions } from "./sound.js";
