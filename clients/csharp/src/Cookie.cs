using System;
using System.IO;

namespace Odind
{
    /// <summary>The cookie that the daemon leaves in a file for those who may read it.</summary>
    internal static class Cookie
    {
        private const string OfTheSystem = "/var/lib/odind/cookie";

        /// <summary>Returns the cookie, "" where there is none to read.</summary>
        internal static string Read()
        {
            string named = Environment.GetEnvironmentVariable("ODIND_COOKIE_FILE");
            if (!string.IsNullOrEmpty(named))
                return FirstLine(named);
            string own = FirstLine(Path.Combine(StateFolder(), "odind", "cookie"));
            return own != "" ? own : FirstLine(OfTheSystem);
        }

        private static string StateFolder()
        {
            string named = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return string.IsNullOrEmpty(named) ? Path.Combine(home, ".local", "state") : named;
        }

        private static string FirstLine(string file)
        {
            try
            {
                return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
            }
            catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
            {
                return "";
            }
        }
    }
}
