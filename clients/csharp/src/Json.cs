using System;
using System.Collections.Generic;
using System.Globalization;

namespace Odind
{
    /// <summary>
    /// A JSON value: what the daemon says and is told. Unity's JsonUtility knows no dictionaries, and netstandard2.1
    /// has no JSON of its own, so this needs neither. What is missing reads as empty: <c>json["a"]["b"].Text</c> never
    /// throws. Reading is safe from any thread; a value must not be changed while others read it.
    /// </summary>
    public sealed class Json
    {
        /// <summary>The value of what is missing.</summary>
        public static readonly Json Null = new Json(null);

        private static readonly Json[] None = new Json[0];
        private static readonly Dictionary<string, Json> NoFields = new Dictionary<string, Json>();
        private readonly object value;

        internal Json(object value)
        {
            this.value = value;
        }

        /// <summary>Whether the value is null or missing.</summary>
        public bool IsNull { get { return value == null; } }

        /// <summary>The text, or "". A number is given as it was written.</summary>
        public string Text
        {
            get { return value as string ?? (value as JsonNumber)?.Text ?? ""; }
        }

        /// <summary>Whether the value is true.</summary>
        public bool IsTrue { get { return value is bool && (bool)value; } }

        /// <summary>A number, or 0. The daemon writes numbers of 64 bits as text, which is read exactly.</summary>
        public ulong Whole
        {
            get { return ulong.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole) ? whole : 0; }
        }

        /// <summary>A number, or 0.</summary>
        public double Number
        {
            get { return double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0; }
        }

        /// <summary>The values of an array, else none.</summary>
        public IReadOnlyList<Json> Items { get { return value as List<Json> ?? (IReadOnlyList<Json>)None; } }

        /// <summary>The fields of an object, else none.</summary>
        public IReadOnlyDictionary<string, Json> Fields { get { return value as Dictionary<string, Json> ?? NoFields; } }

        internal object Value { get { return value; } }

        /// <summary>A field of an object, <see cref="Null"/> where there is none.</summary>
        public Json this[string name]
        {
            get { return Fields.TryGetValue(name, out Json field) ? field : Null; }
        }

        /// <summary>Whether an object has a field.</summary>
        public bool Has(string name)
        {
            return Fields.ContainsKey(name);
        }

        /// <summary>Returns a new object.</summary>
        public static Json Object()
        {
            return new Json(new Dictionary<string, Json>());
        }

        /// <summary>Returns an object with the same fields.</summary>
        internal Json Copy()
        {
            Json copy = Object();
            foreach (var field in Fields)
                copy.With(field.Key, field.Value);
            return copy;
        }

        /// <summary>Returns an array.</summary>
        public static Json Array(IEnumerable<Json> items)
        {
            return new Json(new List<Json>(items));
        }

        /// <summary>Returns an array of texts.</summary>
        public static Json Array(IEnumerable<string> items)
        {
            var list = new List<Json>();
            foreach (string item in items)
                list.Add(item);
            return new Json(list);
        }

        /// <summary>Sets a field of an object, and returns the object. A null leaves the field out.</summary>
        public Json With(string name, Json field)
        {
            var fields = value as Dictionary<string, Json>;
            if (fields == null)
                throw new InvalidOperationException("only an object has fields: begin with Json.Object()");
            if (field != null)
                fields[name] = field;
            return this;
        }

        /// <summary>Reads JSON. Throws FormatException where it is none, or deeper than 64 levels.</summary>
        public static Json Parse(string text)
        {
            return new JsonReader(text).ReadAll();
        }

        /// <summary>Writes JSON on one line.</summary>
        public override string ToString()
        {
            return JsonWriter.Write(this);
        }

        public static implicit operator Json(string text)
        {
            return text == null ? null : new Json(text);
        }

        public static implicit operator Json(bool flag)
        {
            return new Json(flag);
        }

        public static implicit operator Json(long number)
        {
            return new Json(new JsonNumber(number.ToString(CultureInfo.InvariantCulture)));
        }

        public static implicit operator Json(double number)
        {
            if (double.IsNaN(number) || double.IsInfinity(number))
                throw new ArgumentOutOfRangeException(nameof(number), "JSON has finite numbers alone");
            return new Json(new JsonNumber(number.ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>A number as it was written, so that none of its digits are lost.</summary>
    internal sealed class JsonNumber
    {
        internal readonly string Text;

        internal JsonNumber(string text)
        {
            Text = text;
        }
    }
}
