using System;
using System.IO;

namespace Odind.Tests
{
    internal static class AddressTests
    {
        public static void TheTargetIsTaken()
        {
            Address address = Of("http://127.0.0.1:7712", "");
            Expect.Equal("http://127.0.0.1:7712/", address.Url.ToString());
            Expect.Equal("ws://127.0.0.1:7712/v1/events?kind=joined", address.Socket("v1/events", "kind=joined").ToString());
            Expect.Equal("wss", Of("https://localhost", "").Socket("v1/audio", "").Scheme);
        }

        public static void WhatIsNoAddressIsRefused()
        {
            foreach (string target in new[]
            {
                "word", "127.0.0.1:7711", "http://", "http://127.0.0.1:http", "ftp://127.0.0.1", "unix:/run/odind.sock",
                "http://127.0.0.1/path", "http://127.0.0.1?a=b", "http://anna@127.0.0.1",
            })
                Expect.Equal("TARGET_INVALID", Expect.Throws<OdindException>(() => Of(target, "")).Reason);
        }

        public static void AKeyStaysOnThisMachineUnlessItIsSecured()
        {
            Expect.Equal("KEY_UNPROTECTED", Expect.Throws<OdindException>(() => Of("http://192.0.2.1:7711", "key")).Reason);
            Expect.Equal("key", Of("https://192.0.2.1:7711", "key").Bearer());
            Expect.Equal("key", Of("http://localhost:7711", "key").Bearer());
        }

        public static void TheCookieIsReadAnewForEachCallAndStaysOnThisMachine()
        {
            string file = Path.GetTempFileName();
            Environment.SetEnvironmentVariable("ODIND_COOKIE_FILE", file);
            try
            {
                Address address = Of("http://127.0.0.1:7711", "");
                Expect.Equal("", address.Bearer());
                File.WriteAllText(file, "baked\n");
                Expect.Equal("baked", address.Bearer());
                Expect.Equal("", Of("https://192.0.2.1", "").Bearer());
            }
            finally
            {
                Environment.SetEnvironmentVariable("ODIND_COOKIE_FILE", null);
                File.Delete(file);
            }
        }

        private static Address Of(string target, string key)
        {
            return new Address(new DaemonOptions { Target = target, ApiKey = key });
        }
    }
}
