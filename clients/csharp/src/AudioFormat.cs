namespace Odind
{
    /// <summary>What samples are.</summary>
    public enum SampleFormat
    {
        /// <summary>16 bit, signed, little-endian.</summary>
        S16,

        /// <summary>32 bit floats from -1 to 1, little-endian.</summary>
        F32,

        /// <summary>Packets of Opus of 20 ms.</summary>
        Opus,
    }

    /// <summary>A format of sound; channels are interleaved.</summary>
    public sealed class AudioFormat
    {
        private static readonly string[] Names = { "SAMPLE_FORMAT_S16LE", "SAMPLE_FORMAT_F32LE", "SAMPLE_FORMAT_OPUS" };
        private static readonly int[] Sizes = { 2, 4, 1 };

        /// <summary>Samples per second and channel; 0 is the daemon's 48,000.</summary>
        public int Rate { get; set; }

        /// <summary>1 or 2; 0 is 1.</summary>
        public int Channels { get; set; }

        /// <summary>What samples are.</summary>
        public SampleFormat Format { get; set; }

        /// <summary>Bytes of a sample of every channel.</summary>
        internal int SampleBytes { get { return Sizes[(int)Format] * (Channels > 0 ? Channels : 1); } }

        internal Json AsJson()
        {
            return Json.Object().With("sampleRateHz", Rate).With("channels", Channels).With("sampleFormat", Names[(int)Format]);
        }
    }

    /// <summary>What an audio stream is for.</summary>
    public sealed class AudioConfig
    {
        /// <summary>The connection that speaks or listens.</summary>
        public string ConnectionId { get; set; }

        /// <summary>To speak in this format; null for who only listens.</summary>
        public AudioFormat Send { get; set; }

        /// <summary>To listen in this format; null for who only speaks.</summary>
        public AudioFormat Receive { get; set; }

        /// <summary>Whether to hear peers apart, in place of their mix.</summary>
        public bool PerPeer { get; set; }

        /// <summary>More fields of StreamAudioConfig, by their names in JSON.</summary>
        public Json More { get; set; }

        /// <summary>Returns the same for a connection.</summary>
        internal AudioConfig For(string connectionId)
        {
            var copy = (AudioConfig)MemberwiseClone();
            copy.ConnectionId = connectionId;
            return copy;
        }

        internal Json AsJson()
        {
            Json config = Json.Object().With("connectionId", ConnectionId);
            config.With("send", Send?.AsJson()).With("receive", Receive?.AsJson());
            config.With("receiveMode", PerPeer ? "RECEIVE_MODE_PER_PEER" : null);
            foreach (var field in (More ?? Json.Null).Fields)
                config.With(field.Key, field.Value);
            return config;
        }
    }
}
