using System;

namespace Odind
{
    /// <summary>Where the daemon is, and with what credential.</summary>
    internal sealed class Address
    {
        private const string Default = "http://127.0.0.1:7711";
        private readonly string key;
        private readonly bool takesCookie;

        /// <summary>Throws OdindException TARGET_INVALID, KEY_UNPROTECTED.</summary>
        internal Address(DaemonOptions options)
        {
            string target = First(options.Target, Environment.GetEnvironmentVariable("ODIND_HTTP"), Default);
            Url = Parsed(target);
            Text = target;
            key = First(options.ApiKey, Environment.GetEnvironmentVariable("ODIND_API_KEY"), "");
            takesCookie = key == "" && Url.IsLoopback;
            if (key != "" && Url.Scheme == "http" && !Url.IsLoopback)
                throw new OdindException(
                    "INVALID_ARGUMENT", "KEY_UNPROTECTED",
                    $"an API key must not be sent to {target} in the clear: use https, or a target on this machine");
        }

        /// <summary>The address with / at its end.</summary>
        internal Uri Url { get; }

        /// <summary>The address as it was given.</summary>
        internal string Text { get; }

        /// <summary>The credential, or "". The cookie is another one after each start of the daemon, so it is read anew.</summary>
        internal string Bearer()
        {
            return takesCookie ? Cookie.Read() : key;
        }

        /// <summary>Returns the address of a WebSocket.</summary>
        internal Uri Socket(string path, string query)
        {
            var made = new UriBuilder(new Uri(Url, path)) { Query = query };
            made.Scheme = Url.Scheme == "https" ? "wss" : "ws";
            return made.Uri;
        }

        private static Uri Parsed(string target)
        {
            bool read = Uri.TryCreate(target, UriKind.Absolute, out Uri url);
            if (!read || (url.Scheme != "http" && url.Scheme != "https") || url.Host == "")
                throw Errors.Malformed(target, "must be http://HOST:PORT or https://HOST:PORT");
            if (url.AbsolutePath != "/" || url.Query != "" || url.UserInfo != "")
                throw Errors.Malformed(target, "must have no path, query or user");
            return url;
        }

        private static string First(params string[] values)
        {
            return Array.Find(values, value => !string.IsNullOrEmpty(value)) ?? "";
        }
    }
}
