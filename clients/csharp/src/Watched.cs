using System.Collections.Generic;

namespace Odind
{
    /// <summary>One of two: a snapshot, which replaces everything known before, or an event.</summary>
    public sealed class Watched
    {
        internal Watched(Snapshot snapshot)
        {
            Snapshot = snapshot;
        }

        internal Watched(Event happened)
        {
            Event = happened;
        }

        /// <summary>The snapshot, else null.</summary>
        public Snapshot Snapshot { get; }

        /// <summary>The event, else null.</summary>
        public Event Event { get; }

        internal ulong Sequence { get { return Event?.Sequence ?? Snapshot.Sequence; } }
    }

    /// <summary>What there is.</summary>
    public sealed class Snapshot
    {
        private readonly List<Json> connections = new List<Json>();

        /// <summary>The place in the sequence of events.</summary>
        public ulong Sequence { get; private set; }

        /// <summary>The connections: messages Connection, with their peers.</summary>
        public IReadOnlyList<Json> Connections { get { return connections; } }

        /// <summary>Why events before it are missing, or "".</summary>
        public string Missed { get; private set; } = "";

        internal bool GoesOn { get; private set; }

        /// <summary>Adds the next part; its first connection may be the last one before, continued.</summary>
        internal void Add(Json part)
        {
            Sequence = part["sequence"].Whole;
            Missed = part["missed"].Text;
            GoesOn = part["more"].IsTrue;
            foreach (Json connection in part["connections"].Items)
                Add(connection, connection["connectionId"].Text);
        }

        private void Add(Json connection, string id)
        {
            Json last = connections.Count > 0 ? connections[connections.Count - 1] : Json.Null;
            if (last["connectionId"].Text != id || id == "")
            {
                connections.Add(connection);
                return;
            }
            var peers = new List<Json>(last["peers"].Items);
            peers.AddRange(connection["peers"].Items);
            last.With("peers", Json.Array(peers));
        }
    }

    /// <summary>What happened, and to which connection.</summary>
    public sealed class Event
    {
        private static readonly HashSet<string> Common = new HashSet<string> { "sequence", "time", "connectionId" };

        internal Event(Json message)
        {
            Message = message;
            foreach (var field in message.Fields)
                if (!Common.Contains(field.Key))
                    Kind = field.Key;
        }

        /// <summary>All of it: the message Event.</summary>
        public Json Message { get; }

        /// <summary>The place in the sequence of events.</summary>
        public ulong Sequence { get { return Message["sequence"].Whole; } }

        /// <summary>The connection that it happened to, "" for the daemon itself.</summary>
        public string ConnectionId { get { return Message["connectionId"].Text; } }

        /// <summary>The kind, as peerJoined or messageReceived. A newer daemon may have kinds that you do not know: skip them.</summary>
        public string Kind { get; } = "";

        /// <summary>What belongs to the kind.</summary>
        public Json Body { get { return Message[Kind]; } }
    }
}
