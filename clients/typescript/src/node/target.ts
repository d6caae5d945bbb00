import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join, normalize } from "node:path";
import { refuse } from "../errors.js";

const TARGET_VARIABLE = "ODIND_TARGET";
const TCP_TARGET = "127.0.0.1:7710";
const SYSTEM_RUNTIME = "/run/odind";
const HOST_AND_PORT = /^(\[[0-9A-Fa-f:.%]+\]|[^\s:/[\]]+):([0-9]{1,5})$/;

/**
 * Returns the target to dial: the given one, else that of ODIND_TARGET, else the first socket that exists where daemons
 * put theirs, else loopback TCP. An absolute path alone is taken as a socket.
 *
 * @throws OdindError TARGET_INVALID for a target that is neither.
 */
export function resolveTarget(given?: string): string {
  const target = given || process.env[TARGET_VARIABLE] || defaultTarget();
  if (target.startsWith("/")) return `unix:${target}`;
  if (socketOf(target) || HOST_AND_PORT.test(target)) return target;
  throw refuse("INVALID_ARGUMENT", "TARGET_INVALID", 'the target "{target}" is neither "unix:/path" nor "host:port"', {
    target,
  });
}

/** The path of a unix target, or "". */
export function socketOf(target: string): string {
  return target.startsWith("unix:") ? target.slice("unix:".length) : "";
}

/** The host, without brackets, and the port of a TCP target. */
export function addressOf(target: string): { host: string; port: number } {
  const [, host = "", port = ""] = HOST_AND_PORT.exec(target) ?? [];
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

export function isLoopback(target: string): boolean {
  return ["127.0.0.1", "localhost", "::1"].includes(addressOf(target).host);
}

/** The path of the audio socket that is beside a socket of gRPC. */
export function audioSocketBeside(path: string): string {
  return `${normalize(path).replace(/\.sock$/, "")}.audio`;
}

/** The folder where a daemon of this user keeps its files. */
export function stateFolder(): string {
  const { STATE_DIRECTORY: given, XDG_STATE_HOME: state } = process.env;
  if (given) return given;
  return state ? join(state, "odind") : join(homedir(), ".local/state/odind");
}

function defaultTarget(): string {
  const socket = runtimeFolders()
    .map((folder) => join(folder, "odind.sock"))
    .find(isSocket);
  return socket ? `unix:${socket}` : TCP_TARGET;
}

function runtimeFolders(): string[] {
  const { RUNTIME_DIRECTORY: given, XDG_RUNTIME_DIR: session } = process.env;
  return [
    ...(given ? [given] : []),
    ...(session ? [join(session, "odind")] : []),
    ...(process.geteuid?.() === 0 ? [SYSTEM_RUNTIME] : []),
    stateFolder(),
    SYSTEM_RUNTIME,
  ];
}

function isSocket(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}
