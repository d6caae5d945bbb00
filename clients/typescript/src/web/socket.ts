import { unreachable } from "../errors.js";
import type { StreamAudioRequest, StreamAudioResponse } from "../gen/odind/v1/audio_pb.js";
import { News } from "../news.js";
import type { Calling } from "../transport.js";
import type { Wire } from "../wire.js";
import { MessageReader, written } from "./messages.js";

const PROTOCOL = "odind.v1";
const NORMAL = 1000;

/** The daemon's WebSocket for audio, as WEBSOCKET.md describes it. Credit bounds what it holds unsent. */
export class SocketWire implements Wire {
  readonly #target: string;
  readonly #socket: WebSocket;
  readonly #opened: Promise<unknown>;
  readonly #reader = new MessageReader();
  readonly #heard: StreamAudioResponse[] = [];
  readonly #news = new News();
  #ended: { readonly error?: unknown } | undefined;

  constructor({ target, apiKey }: Calling) {
    this.#target = target;
    const protocols = [PROTOCOL, ...(apiKey ? [`bearer.${apiKey}`] : [])];
    this.#socket = new WebSocket(`${target.replace(/^http/, "ws")}/v1/audio`, protocols);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#take(data as string | ArrayBuffer);
    this.#socket.onclose = ({ code }) => this.#end(code === NORMAL ? {} : { error: this.#lost(code) });
    this.#opened = new Promise((done) => {
      this.#socket.addEventListener("open", done);
      this.#socket.addEventListener("close", done);
    });
  }

  async send(request: StreamAudioRequest): Promise<void> {
    await this.#opened;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    for (const message of written(request)) this.#socket.send(message);
  }

  async *responses(): AsyncGenerator<StreamAudioResponse> {
    for (; ; await this.#news.next()) {
      for (let next = this.#heard.shift(); next; next = this.#heard.shift()) yield next;
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return;
    }
  }

  close(): void {
    this.#end({});
    this.#socket.close();
  }

  #take(data: string | ArrayBuffer): void {
    try {
      const response = this.#reader.read(data);
      if (response) this.#heard.push(response);
      this.#news.tell();
    } catch (error) {
      this.#end({ error });
      this.#socket.close();
    }
  }

  #end(how: { readonly error?: unknown }): void {
    this.#ended ??= how;
    this.#news.tell();
  }

  /** Browsers do not tell pages why a WebSocket was refused. */
  #lost(code: number): unknown {
    const detail = `the WebSocket was closed with ${code}; http.allow_origins of the daemon must have the page's origin`;
    return unreachable(this.#target, detail);
  }
}
