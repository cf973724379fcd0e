using System.Globalization;
using System.Text;

namespace CanaryJudge.Samples.Workload;

/// <summary>Writes families of metrics in either text format.</summary>
internal sealed class Exposition(ExpositionFormat format)
{
    private readonly StringBuilder text = new(8192);
    private readonly bool openMetrics = format == ExpositionFormat.OpenMetrics;

    /// <summary>Starts a family.</summary>
    /// <param name="name">Its name without suffixes.</param>
    /// <param name="type">counter, gauge, histogram or info.</param>
    /// <param name="help">One line: no backslash, no line feed.</param>
    /// <param name="unit">The unit that ends the name; empty when there is none.</param>
    public void Family(string name, string type, string help, string unit = "")
    {
        // In Prometheus text a family is called by its sample's name, and the type info is not known.
        string shown = openMetrics ? name : type switch { "counter" => name + "_total", "info" => name + "_info", _ => name };
        text.Append("# HELP ").Append(shown).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(shown).Append(' ').Append(openMetrics || type != "info" ? type : "gauge").Append('\n');
        if (openMetrics && unit.Length > 0) text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
    }

    /// <summary>Writes a sample.</summary>
    /// <param name="name">Its whole name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Label names and plain values, in turn.</param>
    public void Sample(string name, double value, params ReadOnlySpan<string> labels)
    {
        text.Append(name);
        for (int i = 0; i < labels.Length; i += 2)
        {
            text.Append(i == 0 ? '{' : ',').Append(labels[i]).Append("=\"");
            Escape(labels[i + 1]);
            text.Append('"');
        }
        if (labels.Length > 0) text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Ends the text.</summary>
    /// <returns>The whole exposition.</returns>
    public string End() => (openMetrics ? text.Append("# EOF\n") : text).ToString();

    /// <summary>A bucket's bound as both formats write it: OpenMetrics wants 1.0, not 1.</summary>
    public string Bound(double bound) =>
        openMetrics && bound == Math.Floor(bound) ? bound.ToString("0.0", CultureInfo.InvariantCulture) : Number(bound);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private void Escape(string value)
    {
        foreach (char c in value)
        {
            if (c == '\n') text.Append("\\n");
            else if (c is '\\' or '"') text.Append('\\').Append(c);
            else text.Append(c);
        }
    }
}
