using System;
using System.Collections.Generic;

namespace Odind
{
    /// <summary>Why a frame of Opus has no packet.</summary>
    public enum Gap
    {
        /// <summary>It has one.</summary>
        None,

        /// <summary>The sender fell silent.</summary>
        Silence,

        /// <summary>A packet was lost.</summary>
        Loss,
    }

    /// <summary>Sound of 20 ms: of a peer, or the mix.</summary>
    public sealed class AudioFrame
    {
        internal AudioFrame(FrameHeader header, byte[] data, string userId)
        {
            PeerId = header.PeerId;
            UserId = userId;
            Sequence = header.Sequence;
            RoomSample = header.RoomSample;
            Level = header.Level;
            IsVoice = header.IsVoice;
            Gap = header.Gap;
            IsOpus = header.IsOpus;
            Dropped = header.Dropped;
            Data = data;
        }

        /// <summary>The peer, 0 for the mix.</summary>
        public uint PeerId { get; }

        /// <summary>Who the peer is, "" for the mix.</summary>
        public string UserId { get; }

        /// <summary>Counts the frames of the peer, or of the mix, from 1.</summary>
        public ulong Sequence { get; }

        /// <summary>The place on the connection's clock, in samples of 48 kHz, which all its peers share.</summary>
        public ulong RoomSample { get; }

        /// <summary>How loud it is, in dBFS.</summary>
        public float Level { get; }

        /// <summary>Whether it is speech.</summary>
        public bool IsVoice { get; }

        /// <summary>Why there is no packet.</summary>
        public Gap Gap { get; }

        /// <summary>Whether the data is a packet of Opus.</summary>
        public bool IsOpus { get; }

        /// <summary>How many messages before this frame were dropped, by the daemon or here, because nobody read them.</summary>
        public uint Dropped { get; internal set; }

        /// <summary>Samples in the format that was asked for, or a packet of Opus.</summary>
        public byte[] Data { get; }
    }

    /// <summary>The header of a binary message, as docs/WEBSOCKET.md lays it out.</summary>
    internal struct FrameHeader
    {
        private const int Voice = 1;
        private const int Silence = 2;
        private const int Loss = 4;
        private const int Opus = 16;
        private readonly byte[] message;

        internal FrameHeader(byte[] message)
        {
            this.message = message;
        }

        internal int Length { get { return message[0]; } }

        internal uint PeerId { get { return (uint)Number(4, 4); } }

        internal ulong Sequence { get { return Number(8, 8); } }

        internal ulong RoomSample { get { return Number(16, 8); } }

        internal float Level { get { return BitConverter.ToSingle(BitConverter.GetBytes((uint)Number(28, 4)), 0); } }

        internal uint Dropped { get { return (uint)Number(36, 4); } }

        internal bool IsVoice { get { return (message[1] & Voice) != 0; } }

        internal bool IsOpus { get { return (message[1] & Opus) != 0; } }

        internal Gap Gap
        {
            get { return (message[1] & Silence) != 0 ? Gap.Silence : (message[1] & Loss) != 0 ? Gap.Loss : Gap.None; }
        }

        private ulong Number(int at, int bytes)
        {
            ulong number = 0;
            for (int n = bytes - 1; n >= 0; n--)
                number = number << 8 | message[at + n];
            return number;
        }
    }

    /// <summary>
    /// What was heard and nobody has read yet. Beyond 500 frames, 10 s of one peer, the oldest are dropped and counted.
    /// Guarded by the stream's lock.
    /// </summary>
    internal sealed class HeardFrames
    {
        private const int Most = 500;
        private const int ShortestHeader = 40;
        private readonly Queue<AudioFrame> frames = new Queue<AudioFrame>();
        private readonly Dictionary<uint, string> users = new Dictionary<uint, string>();

        internal void Introduce(Json frames)
        {
            foreach (Json frame in frames.Items)
                users[(uint)frame["peerId"].Whole] = frame["userId"].Text;
        }

        internal void Add(byte[] message)
        {
            var header = new FrameHeader(message);
            if (message.Length < ShortestHeader || header.Length < ShortestHeader || header.Length > message.Length)
                return;
            var data = new byte[message.Length - header.Length];
            Buffer.BlockCopy(message, header.Length, data, 0, data.Length);
            users.TryGetValue(header.PeerId, out string user);
            frames.Enqueue(new AudioFrame(header, data, user ?? ""));
            if (frames.Count > Most)
                DropOldest();
        }

        /// <summary>Returns the oldest frame, or null.</summary>
        internal AudioFrame Take()
        {
            return frames.Count > 0 ? frames.Dequeue() : null;
        }

        private void DropOldest()
        {
            uint dropped = frames.Dequeue().Dropped + 1;
            frames.Peek().Dropped += dropped;
        }
    }
}
