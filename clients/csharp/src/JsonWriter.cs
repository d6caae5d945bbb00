using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Odind
{
    /// <summary>Writes JSON on one line.</summary>
    internal static class JsonWriter
    {
        internal static string Write(Json json)
        {
            var written = new StringBuilder();
            Add(written, json);
            return written.ToString();
        }

        private static void Add(StringBuilder to, Json json)
        {
            if (json.IsNull)
                to.Append("null");
            else if (json.Value is bool)
                to.Append(json.IsTrue ? "true" : "false");
            else if (json.Value is string)
                AddText(to, json.Text);
            else if (json.Value is JsonNumber)
                to.Append(json.Text);
            else if (json.Value is List<Json>)
                AddItems(to, json.Items);
            else
                AddFields(to, json.Fields);
        }

        private static void AddItems(StringBuilder to, IReadOnlyList<Json> items)
        {
            to.Append('[');
            for (int n = 0; n < items.Count; n++)
            {
                if (n > 0)
                    to.Append(',');
                Add(to, items[n]);
            }
            to.Append(']');
        }

        private static void AddFields(StringBuilder to, IReadOnlyDictionary<string, Json> fields)
        {
            string comma = "";
            to.Append('{');
            foreach (var field in fields)
            {
                to.Append(comma);
                AddText(to, field.Key);
                to.Append(':');
                Add(to, field.Value);
                comma = ",";
            }
            to.Append('}');
        }

        private static void AddText(StringBuilder to, string text)
        {
            to.Append('"');
            foreach (char unit in text)
                AddUnit(to, unit);
            to.Append('"');
        }

        private static void AddUnit(StringBuilder to, char unit)
        {
            if (unit == '"' || unit == '\\')
                to.Append('\\').Append(unit);
            else if (unit < ' ')
                to.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            else
                to.Append(unit);
        }
    }
}
