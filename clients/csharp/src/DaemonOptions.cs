using System;

namespace Odind
{
    /// <summary>How to reach the daemon, and how long and how often to try.</summary>
    public sealed class DaemonOptions
    {
        /// <summary>The address, as http://127.0.0.1:7711; by default ODIND_HTTP, and without it that one.</summary>
        public string Target { get; set; }

        /// <summary>
        /// The key or session that calls carry; by default ODIND_API_KEY, and over loopback the cookie of
        /// ODIND_COOKIE_FILE, of the user's state folder or of the system's daemon.
        /// </summary>
        public string ApiKey { get; set; }

        /// <summary>How long a call may take; a join has 15 s at the daemon.</summary>
        public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

        /// <summary>How often a call is sent again while it may succeed later, with the same request_id.</summary>
        public int Retries { get; set; }
    }
}
