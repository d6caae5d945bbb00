using System;
using System.Collections.Generic;
using System.Reflection;

namespace Odind.Tests
{
    /// <summary>Runs every method that is public here and in the other classes of tests; exits with 1 when one throws.</summary>
    internal static class Tests
    {
        private static int Main()
        {
            int failed = 0, run = 0;
            foreach (Type type in new[] { typeof(JsonTests), typeof(AddressTests), typeof(SoundTests), typeof(WatchTests) })
                foreach (MethodInfo test in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
                {
                    run++;
                    failed += Passes(test) ? 0 : 1;
                }
            Console.WriteLine($"{run - failed} passed, {failed} failed");
            return failed == 0 && run > 0 ? 0 : 1;
        }

        private static bool Passes(MethodInfo test)
        {
            try
            {
                test.Invoke(null, null);
                return true;
            }
            catch (TargetInvocationException error)
            {
                Console.WriteLine($"FAILED {test.DeclaringType.Name}.{test.Name}: {error.InnerException}");
                return false;
            }
        }
    }

    internal static class Expect
    {
        internal static void Equal<T>(T wanted, T found)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, found))
                throw new Exception($"must be {wanted}, but was {found}");
        }

        internal static T Throws<T>(Action act) where T : Exception
        {
            try
            {
                act();
            }
            catch (T error)
            {
                return error;
            }
            throw new Exception($"{typeof(T).Name} must be thrown");
        }
    }
}
