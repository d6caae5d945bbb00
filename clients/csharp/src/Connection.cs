using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Odind
{
    /// <summary>A connection of the daemon to a room, as the daemon last described it.</summary>
    public sealed class Connection
    {
        private readonly Daemon daemon;

        internal Connection(Daemon daemon, Json view)
        {
            this.daemon = daemon;
            View = view;
        }

        /// <summary>Everything that the daemon said of it: the message Connection.</summary>
        public Json View { get; }

        /// <summary>Names the connection in all calls.</summary>
        public string Id { get { return View["connectionId"].Text; } }

        /// <summary>The room.</summary>
        public string RoomId { get { return View["roomId"].Text; } }

        /// <summary>Who the connection is there.</summary>
        public string UserId { get { return View["userId"].Text; } }

        /// <summary>Leaves the room.</summary>
        public Task LeaveAsync(CancellationToken cancel = default(CancellationToken))
        {
            return daemon.CallAsync("RoomService/LeaveRoom", Named(), cancel);
        }

        /// <summary>Changes what other peers know of the connection.</summary>
        public Task SetUserDataAsync(Payload data, CancellationToken cancel = default(CancellationToken))
        {
            return daemon.CallAsync("RoomService/UpdateUserData", Named().With("userData", data.AsJson()), cancel);
        }

        /// <summary>Sends a message to some peers, or to all when none is named.</summary>
        public Task SendAsync(Payload message, IEnumerable<uint> peerIds = null, CancellationToken cancel = default(CancellationToken))
        {
            var peers = new List<Json>();
            foreach (uint peer in peerIds ?? new uint[0])
                peers.Add(peer);
            Json request = Named().With("message", message.AsJson()).With("peerIds", Json.Array(peers));
            return daemon.CallAsync("RoomService/SendMessage", request, cancel);
        }

        /// <summary>Watches this connection alone, until it is left.</summary>
        public Watch Watch()
        {
            return daemon.Watch(new WatchRequest { ConnectionIds = new[] { Id } });
        }

        /// <summary>Begins to speak; no format is 48 kHz, mono, 16 bit.</summary>
        public Task<AudioStream> SpeakAsync(AudioFormat format = null, CancellationToken cancel = default(CancellationToken))
        {
            return AudioAsync(new AudioConfig { Send = format ?? new AudioFormat() }, cancel);
        }

        /// <summary>Begins to listen to the mix of all peers; no format is 48 kHz, mono, 16 bit.</summary>
        public Task<AudioStream> ListenAsync(AudioFormat format = null, CancellationToken cancel = default(CancellationToken))
        {
            return AudioAsync(new AudioConfig { Receive = format ?? new AudioFormat() }, cancel);
        }

        /// <summary>Speaks, listens, or both, with everything that a config can say.</summary>
        public Task<AudioStream> AudioAsync(AudioConfig config, CancellationToken cancel = default(CancellationToken))
        {
            return daemon.AudioAsync(config.For(Id), cancel);
        }

        private Json Named()
        {
            return Json.Object().With("connectionId", Id);
        }
    }
}
