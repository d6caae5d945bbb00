using System;
using System.Globalization;

namespace Odind
{
    /// <summary>How to join a room.</summary>
    public sealed class JoinOptions
    {
        /// <summary>Who joins, with a token that the daemon makes. Give this or a token.</summary>
        public string UserId { get; set; }

        /// <summary>A ready token, which says who joins.</summary>
        public string Token { get; set; }

        /// <summary>What other peers know of the connection; null for nothing.</summary>
        public Payload UserData { get; set; }

        /// <summary>
        /// How long the connection outlives the last call that holds it, as an audio stream or a watch does; null for ever. A
        /// program that is killed leaves no peer behind with this.
        /// </summary>
        public TimeSpan? Linger { get; set; }

        /// <summary>More fields of JoinRoomRequest, by their names in JSON.</summary>
        public Json More { get; set; }

        internal Json Request(string roomId)
        {
            Json request = Json.Object().With("roomId", roomId).With("userId", UserId).With("token", Token);
            request.With("userData", UserData?.AsJson()).With("linger", Linger.HasValue ? Seconds(Linger.Value) : null);
            foreach (var field in (More ?? Json.Null).Fields)
                request.With(field.Key, field.Value);
            return request;
        }

        private static string Seconds(TimeSpan span)
        {
            return span.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture) + "s";
        }
    }

    /// <summary>User data, or a message: bytes, or a JSON value.</summary>
    public sealed class Payload
    {
        private readonly string name;
        private readonly string value;

        private Payload(string name, string value)
        {
            this.name = name;
            this.value = value;
        }

        /// <summary>Returns a payload of bytes.</summary>
        public static Payload Of(byte[] data)
        {
            return new Payload("data", Convert.ToBase64String(data));
        }

        /// <summary>Returns a payload that is a JSON value.</summary>
        public static Payload Of(Json json)
        {
            return new Payload("json", json.ToString());
        }

        internal Json AsJson()
        {
            return Json.Object().With(name, value);
        }
    }
}
