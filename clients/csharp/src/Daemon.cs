using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>
    /// A daemon, over HTTP and its WebSockets. Making one calls nobody. Everything may be called from any thread; awaits
    /// come back on a thread of the pool, unless the caller's context takes them.
    /// </summary>
    public sealed class Daemon : IDisposable
    {
        /// <summary>The version of this client.</summary>
        public const string Version = "0.1.0";

        internal const string UserAgent = "odind-csharp/" + Version;
        private readonly HttpCalls calls;
        private readonly int retries;

        /// <summary>Throws OdindException TARGET_INVALID, KEY_UNPROTECTED.</summary>
        public Daemon(DaemonOptions options = null)
        {
            options = options ?? new DaemonOptions();
            Address = new Address(options);
            calls = new HttpCalls(Address, options.CallTimeout);
            retries = options.Retries;
        }

        internal Address Address { get; }

        /// <summary>Breaks off the calls that are under way. Streams and watches have ends of their own.</summary>
        public void Dispose()
        {
            calls.Dispose();
        }

        /// <summary>
        /// Makes any call: <c>CallAsync("PlayerService/CreatePlayer", request)</c>. The protos say what it takes and answers,
        /// in protobuf's JSON with lowerCamelCase names. Throws OdindException.
        /// </summary>
        public Task<Json> CallAsync(string method, Json request, CancellationToken cancel = default(CancellationToken))
        {
            if (retries > 0 && !request.Has("requestId"))
                request = request.Copy().With("requestId", Guid.NewGuid().ToString());
            return Retries.SentAgainAsync(() => calls.CallAsync(method, request, cancel), retries, cancel);
        }

        /// <summary>Returns what the daemon says of itself: GetInfoResponse.</summary>
        public Task<Json> InfoAsync(CancellationToken cancel = default(CancellationToken))
        {
            return CallAsync("ServerService/GetInfo", Json.Object(), cancel);
        }

        /// <summary>Enters a room. Cancelling undoes it.</summary>
        public async Task<Connection> JoinAsync(string roomId, JoinOptions options, CancellationToken cancel = default(CancellationToken))
        {
            Json answer = await CallAsync("RoomService/JoinRoom", options.Request(roomId), cancel).ConfigureAwait(false);
            return new Connection(this, answer["connection"]);
        }

        /// <summary>Enters a room as a user, with a token that the daemon makes.</summary>
        public Task<Connection> JoinAsync(string roomId, string userId, CancellationToken cancel = default(CancellationToken))
        {
            return JoinAsync(roomId, new JoinOptions { UserId = userId }, cancel);
        }

        /// <summary>Returns a connection as it is now.</summary>
        public async Task<Connection> GetAsync(string connectionId, CancellationToken cancel = default(CancellationToken))
        {
            Json request = Json.Object().With("connectionId", connectionId);
            Json answer = await CallAsync("RoomService/GetConnection", request, cancel).ConfigureAwait(false);
            return new Connection(this, answer["connection"]);
        }

        /// <summary>Returns a connection by its id, without asking the daemon about it.</summary>
        public Connection Attached(string connectionId)
        {
            return new Connection(this, Json.Object().With("connectionId", connectionId));
        }

        /// <summary>Returns all connections, read page after page.</summary>
        public async Task<IReadOnlyList<Connection>> ListAsync(int pageSize = 0, CancellationToken cancel = default(CancellationToken))
        {
            var found = new List<Connection>();
            string token = "";
            do
            {
                Json request = Json.Object().With("pageSize", pageSize).With("pageToken", token);
                Json page = await CallAsync("RoomService/ListConnections", request, cancel).ConfigureAwait(false);
                foreach (Json connection in page["connections"].Items)
                    found.Add(new Connection(this, connection));
                token = page["nextPageToken"].Text;
            }
            while (token != "");
            return found;
        }

        /// <summary>Watches what happens, until the daemon ends it: a snapshot first, and then events.</summary>
        public Watch Watch(WatchRequest request = null)
        {
            return new Watch(Address, request ?? new WatchRequest(), follows: false);
        }

        /// <summary>Watches over restarts of the daemon: goes on after the last event that was seen.</summary>
        public Watch Follow(WatchRequest request = null)
        {
            return new Watch(Address, request ?? new WatchRequest(), follows: true);
        }

        /// <summary>Opens an audio stream, with everything that a StreamAudioConfig can say.</summary>
        public Task<AudioStream> AudioAsync(AudioConfig config, CancellationToken cancel = default(CancellationToken))
        {
            return AudioStream.OpenAsync(Address, config, cancel);
        }
    }
}
