using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>
    /// What is said and heard on one connection, for any thread. A task reads what the daemon says until the stream ends.
    /// Disposing ends it at once, spoken or not: drain before. All methods throw the OdindException that ended it.
    /// </summary>
    public sealed partial class AudioStream : IDisposable
    {
        private const int LongestChunk = 512 * 1024;
        private const int PacketSamples = 960;
        private const string Left = "CONNECTION_LEFT";

        private readonly Socket socket;
        private readonly int sampleBytes;
        private readonly object guard = new object();
        private readonly SemaphoreSlim sending = new SemaphoreSlim(1, 1);
        private readonly News news = new News();
        private readonly Answers answers = new Answers();
        private readonly HeardFrames heard = new HeardFrames();
        private ulong accepted;
        private ulong sent;
        private OdindException ended;
        private bool endedWell;

        private AudioStream(Socket socket, AudioConfig config)
        {
            this.socket = socket;
            sampleBytes = (config.Send ?? new AudioFormat()).SampleBytes;
        }

        /// <summary>What the daemon filled in: the message StreamAudioStarted.</summary>
        public Json Started { get; private set; }

        internal static async Task<AudioStream> OpenAsync(Address address, AudioConfig config, CancellationToken cancel)
        {
            Socket socket = await Socket.ConnectAsync(address, "v1/audio", "", cancel).ConfigureAwait(false);
            var stream = new AudioStream(socket, config);
            try
            {
                Task<Json> started = stream.AskAsync("started", Json.Object().With("config", config.AsJson()), cancel);
                _ = stream.HearAsync();
                stream.Started = await started.ConfigureAwait(false);
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            socket.Dispose();
            End(Errors.StreamEnded("the audio stream was closed"), false);
        }

        /// <summary>
        /// Speaks samples after those written before; waits while there is no credit. One write at a time. Cancelling leaves a
        /// part of them spoken. Throws OdindException CHUNK_NOT_WHOLE for half a sample.
        /// </summary>
        public async Task WriteAsync(byte[] pcm, int offset, int count, CancellationToken cancel = default(CancellationToken))
        {
            if (count % sampleBytes != 0)
                throw new OdindException("INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", $"{count} bytes are no whole number of samples of {sampleBytes} bytes");
            while (count > 0)
            {
                int wanted = Math.Min(count, LongestChunk) / sampleBytes;
                int bytes = sampleBytes * await SpendAsync(wanted, 1, cancel).ConfigureAwait(false);
                await SayAsync(() => socket.SendAsync(new ArraySegment<byte>(pcm, offset, bytes))).ConfigureAwait(false);
                offset += bytes;
                count -= bytes;
            }
        }

        /// <summary>Speaks samples after those written before; waits while there is no credit.</summary>
        public Task WriteAsync(byte[] pcm, CancellationToken cancel = default(CancellationToken))
        {
            return WriteAsync(pcm, 0, pcm.Length, cancel);
        }

        /// <summary>Speaks a packet of Opus of 20 ms; an empty one is silence. Waits while there is no credit.</summary>
        public async Task WriteOpusAsync(byte[] packet, CancellationToken cancel = default(CancellationToken))
        {
            await SpendAsync(1, PacketSamples, cancel).ConfigureAwait(false);
            await SayAsync(() => socket.SendAsync(new ArraySegment<byte>(packet))).ConfigureAwait(false);
        }

        /// <summary>
        /// Sets a mark behind what was written so far. The task is done once that was spoken or dropped: MarkReached.
        /// Await it later, or not at all.
        /// </summary>
        public Task<Json> MarkAsync(string name, CancellationToken cancel = default(CancellationToken))
        {
            return AskAsync("markReached " + name, Request("mark", Json.Object().With("name", name)), cancel);
        }

        /// <summary>Drops what waits to be spoken, and returns how much that was: Flushed.</summary>
        public Task<Json> FlushAsync(CancellationToken cancel = default(CancellationToken))
        {
            return AskAsync("flushed", Request("flush"), cancel);
        }

        /// <summary>Returns what waits to be spoken: QueueStatus.</summary>
        public Task<Json> StatusAsync(CancellationToken cancel = default(CancellationToken))
        {
            return AskAsync("queueStatus", Request("getQueueStatus"), cancel);
        }

        /// <summary>Waits until everything was spoken: SendDrained. Nothing can be written afterwards.</summary>
        public Task<Json> DrainAsync(CancellationToken cancel = default(CancellationToken))
        {
            return AskAsync("drained", Request("finish"), cancel);
        }

        /// <summary>Holds what waits to be spoken.</summary>
        public Task PauseAsync()
        {
            return SayAsync(() => socket.SendAsync(Request("pause")));
        }

        /// <summary>Goes on after a pause.</summary>
        public Task ResumeAsync()
        {
            return SayAsync(() => socket.SendAsync(Request("resume")));
        }

        /// <summary>
        /// Returns the next frame that is heard, null once the connection was left. Who does not read loses the oldest, and
        /// is told by Dropped how many. For one reader at a time.
        /// </summary>
        public async Task<AudioFrame> ReadAsync(CancellationToken cancel = default(CancellationToken))
        {
            while (true)
            {
                Task next;
                lock (guard)
                {
                    AudioFrame frame = heard.Take();
                    if (frame != null || endedWell)
                        return frame;
                    ThrowIfEnded();
                    next = news.Next;
                }
                await Waiting.UntilAsync(next, cancel).ConfigureAwait(false);
            }
        }

        private static Json Request(string kind, Json body = null)
        {
            return Json.Object().With(kind, body ?? Json.Object());
        }

        /// <summary>Sends one message after the other. Who sends into a stream that has ended is told why.</summary>
        private async Task SayAsync(Func<Task> send)
        {
            await sending.WaitAsync().ConfigureAwait(false);
            try
            {
                lock (guard)
                    ThrowIfEnded();
                await send().ConfigureAwait(false);
            }
            finally
            {
                sending.Release();
            }
        }

        /// <summary>Sends a request, and waits for its answer.</summary>
        private async Task<Json> AskAsync(string question, Json request, CancellationToken cancel)
        {
            Task<Json> answer = null;
            await SayAsync(() =>
            {
                lock (guard)
                {
                    ThrowIfEnded();
                    answer = answers.Expect(question);
                }
                return socket.SendAsync(request);
            }).ConfigureAwait(false);
            await Waiting.UntilAsync(answer, cancel).ConfigureAwait(false);
            return await answer.ConfigureAwait(false);
        }

        /// <summary>Waits for credit, spends it on up to so many wanted units, each of so many samples, and returns on how many.</summary>
        private async Task<int> SpendAsync(int wanted, ulong samples, CancellationToken cancel)
        {
            while (true)
            {
                Task next;
                lock (guard)
                {
                    ThrowIfEnded();
                    ulong units = Math.Min((accepted - sent) / samples, (ulong)wanted);
                    sent += units * samples;
                    if (units > 0)
                        return (int)units;
                    next = news.Next;
                }
                await Waiting.UntilAsync(next, cancel).ConfigureAwait(false);
            }
        }

        private void ThrowIfEnded()
        {
            if (ended != null)
                throw ended;
        }

        /// <summary>Takes what the daemon says until the stream ends.</summary>
        private async Task HearAsync()
        {
            try
            {
                SocketMessage? message;
                while ((message = await socket.ReceiveAsync().ConfigureAwait(false)) != null)
                    Take(message.Value);
                End(Errors.StreamEnded("the audio stream has ended"), true);
            }
            catch (Exception error)
            {
                End(error as OdindException ?? Errors.StreamEnded("the daemon's message cannot be read: " + error.Message), false);
            }
        }

        private void Take(SocketMessage message)
        {
            lock (guard)
            {
                if (message.Bytes != null)
                    heard.Add(message.Bytes);
                else
                    foreach (var kind in Json.Parse(message.Text).Fields)
                        Take(kind.Key, kind.Value);
                news.Tell();
            }
        }

        private void Take(string kind, Json body)
        {
            switch (kind)
            {
                case "started":
                case "flow":
                    accepted = Math.Max(accepted, body["acceptedUntil"].Whole);
                    break;
                case "drained":
                    accepted = ulong.MaxValue; // what is written now is the daemon's to refuse
                    break;
                case "frames":
                    heard.Introduce(body["frames"]);
                    break;
                case "laneEnded":
                    End(Errors.OfLane(body), false);
                    break;
            }
            answers.Come(kind == "markReached" ? "markReached " + body["name"].Text : kind, body);
        }

        /// <summary>Tells everybody why the stream has ended; the first reason counts.</summary>
        private void End(OdindException error, bool well)
        {
            lock (guard)
            {
                if (ended != null)
                    return;
                ended = error;
                endedWell = well || error.Reason == Left;
                answers.Fail(error);
                news.Tell();
            }
        }
    }
}
