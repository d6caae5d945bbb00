/** Cuts what the microphone hears into chunks of 20 ms. */
registerProcessor("microphone", class extends AudioWorkletProcessor {
  chunk = new Float32Array(Math.round(sampleRate / 50));
  filled = 0;
  process([[input = []]]) {
    for (const sample of input) {
      this.chunk[this.filled++] = sample;
      if (this.filled < this.chunk.length) continue;
      this.port.postMessage(this.chunk);
      this.filled = 0;
    }
    return true;
  }
});

/** Plays chunks as evenly as they were spoken, however unevenly they come: it waits until `depth` samples are there,
 *  and fades out before it runs dry and before it skips what is too old, so that neither clicks. */
registerProcessor("player", class extends AudioWorkletProcessor {
  ramp = sampleRate / 200;
  depth = 0.06 * sampleRate;
  deepest = 0.2 * sampleRate;
  latest = 0.4 * sampleRate;
  chunks = [];
  waiting = 0;
  place = 0;
  gain = 0;
  open = false;
  constructor() {
    super();
    this.port.onmessage = ({ data }) => { this.chunks.push(data); this.waiting += data.length; };
  }
  next() {
    const sample = this.chunks[0][this.place++];
    this.waiting--;
    if (this.place === this.chunks[0].length) { this.chunks.shift(); this.place = 0; }
    return sample;
  }
  turn() {
    if (this.open && this.waiting <= this.ramp) {
      this.open = false;
      this.depth = Math.min(this.depth + 0.02 * sampleRate, this.deepest);
    } else if (this.open && this.waiting > this.latest) {
      this.open = false;
    } else if (!this.open && this.gain === 0) {
      while (this.waiting > this.depth) this.next();
      this.open = this.waiting >= this.depth;
    }
  }
  process(_, [[output]]) {
    for (let i = 0; i < output.length; i++) {
      this.turn();
      this.gain = Math.min(1, Math.max(0, this.gain + (this.open ? 1 : -1) / this.ramp));
      if (this.gain > 0) output[i] = this.gain * this.next();
    }
    return true;
  }
});
