using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>What to watch; nothing named is everything.</summary>
    public sealed class WatchRequest
    {
        /// <summary>The connections whose events are wanted.</summary>
        public IEnumerable<string> ConnectionIds { get; set; } = new string[0];

        /// <summary>The rooms whose events are wanted.</summary>
        public IEnumerable<string> RoomIds { get; set; } = new string[0];

        /// <summary>The kinds of events that are wanted, as peer_joined.</summary>
        public IEnumerable<string> Kinds { get; set; } = new string[0];

        /// <summary>The sequence after which to go on, in place of a snapshot.</summary>
        public ulong? AfterSequence { get; set; }

        /// <summary>Returns the query of the request; `last` is the sequence that was seen last, if one was.</summary>
        internal string Query(ulong? last)
        {
            var query = new StringBuilder();
            Add(query, "connection_id", ConnectionIds);
            Add(query, "room_id", RoomIds);
            Add(query, "kind", Kinds);
            ulong? after = last ?? AfterSequence;
            if (after.HasValue)
                Add(query, "after_sequence", new[] { after.Value.ToString() });
            if (last.HasValue)
                Add(query, "snapshot_if_expired", new[] { "true" });
            return query.ToString();
        }

        private static void Add(StringBuilder query, string name, IEnumerable<string> values)
        {
            foreach (string value in values)
                query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    /// <summary>
    /// What happens, item by item. Dispose it, or cancel a read, to end it. For one reader at a time.
    /// </summary>
    public sealed partial class Watch : IDisposable
    {
        private readonly Address address;
        private readonly WatchRequest request;
        private readonly bool follows;
        private readonly Pauses between = new Pauses();
        private readonly CancellationTokenSource ended = new CancellationTokenSource();
        private Socket socket;
        private ulong? last;

        internal Watch(Address address, WatchRequest request, bool follows)
        {
            this.address = address;
            this.request = request;
            this.follows = follows;
        }

        /// <summary>Ends the watch, at the daemon too.</summary>
        public void Dispose()
        {
            ended.Cancel();
            socket?.Dispose();
        }

        /// <summary>
        /// Returns what happens next; null once the daemon has ended the watch, which one that follows never does. Throws
        /// OdindException; OperationCanceledException, after which the watch is over.
        /// </summary>
        public async Task<Watched> ReadAsync(CancellationToken cancel = default(CancellationToken))
        {
            using (cancel.Register(Dispose))
            {
                while (true)
                {
                    try
                    {
                        Watched item = await NextAsync().ConfigureAwait(false);
                        if (item != null || !follows)
                            return item;
                    }
                    catch (OdindException error)
                    {
                        ThrowIfEnded(cancel);
                        if (!follows || !Pauses.MayPass(error))
                            throw;
                    }
                    await AgainAsync(cancel).ConfigureAwait(false);
                }
            }
        }

        private async Task<Watched> NextAsync()
        {
            if (socket == null)
                socket = await Socket.ConnectAsync(address, "v1/events", request.Query(last), ended.Token).ConfigureAwait(false);
            if (ended.IsCancellationRequested) // while it connected
                socket.Dispose();
            Watched item = await WholeAsync().ConfigureAwait(false);
            if (item != null && follows)
            {
                last = item.Sequence;
                between.Reset();
            }
            return item;
        }

        private async Task AgainAsync(CancellationToken cancel)
        {
            socket?.Dispose();
            socket = null;
            await between.WaitAsync(null, ended.Token).ConfigureAwait(false);
            ThrowIfEnded(cancel);
        }

        private void ThrowIfEnded(CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            ended.Token.ThrowIfCancellationRequested();
        }

        /// <summary>Skips messages of kinds that we do not know, and puts together snapshots that come in parts.</summary>
        private async Task<Watched> WholeAsync()
        {
            Snapshot parts = null;
            while (true)
            {
                SocketMessage? message = await socket.ReceiveAsync().ConfigureAwait(false);
                if (message == null)
                    return null;
                Json response = Json.Parse(message.Value.Text ?? "{}");
                if (response.Has("event"))
                    return new Watched(new Event(response["event"]));
                if (response.Has("snapshot"))
                    (parts = parts ?? new Snapshot()).Add(response["snapshot"]);
                if (parts != null && !parts.GoesOn)
                    return new Watched(parts);
            }
        }
    }
}
