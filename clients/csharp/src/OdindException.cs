using System;
using System.Collections.Generic;
using System.Globalization;

namespace Odind
{
    /// <summary>
    /// What a call or a stream failed with. Cancelling throws OperationCanceledException instead.
    /// </summary>
    public sealed class OdindException : Exception
    {
        private static readonly Dictionary<string, string> NoMetadata = new Dictionary<string, string>();

        public OdindException(string code, string reason, string message, IReadOnlyDictionary<string, string> metadata = null)
            : base(message)
        {
            Code = code;
            Reason = reason;
            Metadata = metadata ?? NoMetadata;
        }

        /// <summary>
        /// What kind of answer it is, the name of a google.rpc.Code: INVALID_ARGUMENT (fix the call), PERMISSION_DENIED
        /// (use another token), NOT_FOUND (look again), ALREADY_EXISTS, FAILED_PRECONDITION (change state first),
        /// RESOURCE_EXHAUSTED (back off), UNAVAILABLE (retry), DEADLINE_EXCEEDED, INTERNAL, UNIMPLEMENTED.
        /// </summary>
        public string Code { get; }

        /// <summary>Why, in UPPER_SNAKE, which stays the same over versions; "" where the daemon gave none.</summary>
        public string Reason { get; }

        /// <summary>The variables of the message.</summary>
        public IReadOnlyDictionary<string, string> Metadata { get; }

        /// <summary>How long the daemon asks to wait before the next try, null where it does not.</summary>
        public TimeSpan? RetryAfter
        {
            get
            {
                bool told = Metadata.TryGetValue("retry_after_s", out string text);
                bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
                return told && read ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            }
        }
    }

    /// <summary>Makes exceptions of what the daemon says, and of what the client notices itself.</summary>
    internal static class Errors
    {
        private const string InfoType = "google.rpc.ErrorInfo";
        private const string Domain = "odind";

        internal static OdindException Malformed(string target, string why)
        {
            return new OdindException("INVALID_ARGUMENT", "TARGET_INVALID", $"the target {target} {why}", One("target", target));
        }

        internal static OdindException Unreachable(string target, string why)
        {
            string message = $"no daemon answers at {target}: start one with `odind serve`, or name another target ({why})";
            return new OdindException("UNAVAILABLE", "DAEMON_UNREACHABLE", message, One("target", target));
        }

        internal static OdindException Late(string what, TimeSpan limit)
        {
            return new OdindException("DEADLINE_EXCEEDED", "", $"{what} took longer than {limit.TotalSeconds:g} s");
        }

        internal static OdindException StreamEnded(string why)
        {
            return new OdindException("UNAVAILABLE", "STREAM_ENDED", why);
        }

        /// <summary>Returns what an HTTP answer says that is an error of Connect's.</summary>
        internal static OdindException OfAnswer(Json error, string target)
        {
            foreach (Json detail in error["details"].Items)
                if (detail["type"].Text == InfoType && detail["debug"]["domain"].Text == Domain)
                    return Told(error["code"].Text, detail["debug"], error["message"].Text);
            string code = Upper(error["code"].Text);
            return code == "UNAVAILABLE"
                ? Unreachable(target, error["message"].Text)
                : new OdindException(code, "", error["message"].Text);
        }

        /// <summary>Returns the error of a WebSocket's last message.</summary>
        internal static OdindException OfSocket(Json error, string target)
        {
            return error["reason"].Text == "" && error["code"].Text == "unavailable"
                ? Unreachable(target, error["message"].Text)
                : Told(error["code"].Text, error, error["message"].Text);
        }

        /// <summary>Returns what has ended a lane.</summary>
        internal static OdindException OfLane(Json ended)
        {
            return Told(ended["code"].Text, ended, ended["detail"].Text);
        }

        private static OdindException Told(string code, Json info, string message)
        {
            var metadata = new Dictionary<string, string>();
            foreach (var field in info["metadata"].Fields)
                metadata[field.Key] = field.Value.Text;
            return new OdindException(Upper(code), info["reason"].Text, message, metadata);
        }

        private static string Upper(string code)
        {
            return code == "canceled" ? "CANCELLED" : code.ToUpperInvariant();
        }

        private static Dictionary<string, string> One(string name, string value)
        {
            return new Dictionary<string, string> { { name, value } };
        }
    }
}
