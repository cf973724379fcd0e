using System.Globalization;
using System.Text;

namespace CanaryJudge.Figures;

/// <summary>A small line plot as SVG text: white ground, labelled lines, no script, no font but the reader's own.</summary>
internal sealed class Plot
{
    public const string Blue = "#0072b2", Orange = "#d55e00", Green = "#009e73", Purple = "#7b4ea3", Grey = "#6b7280";

    private const double Left = 86, Right = 34, Top = 46, Bottom = 58;
    private readonly StringBuilder _body = new();
    private readonly Axis _x, _y;
    private readonly double _left, _width, _height;

    public Plot(string title, Axis x, Axis y, double left = 0, double width = 720, double height = 380)
    {
        (_x, _y, _left, _width, _height) = (x, y, left, width, height);
        Text(Left, 24, title, "start", 15, "#111827", "600");
        foreach ((double at, string text) in y.Marks)
        {
            double py = Y(at);
            Element($"<line x1=\"{N(_left + Left)}\" x2=\"{N(_left + width - Right)}\" y1=\"{N(py)}\" y2=\"{N(py)}\" stroke=\"#e5e7eb\"/>");
            Text(Left - 8, py + 4, text, "end", 12, "#374151");
        }

        foreach ((double at, string text) in x.Marks)
        {
            Element($"<line x1=\"{N(X(at))}\" x2=\"{N(X(at))}\" y1=\"{N(height - Bottom)}\" y2=\"{N(height - Bottom + 5)}\" stroke=\"#6b7280\"/>");
            Text(X(at) - _left, height - Bottom + 20, text, "middle", 12, "#374151");
        }

        Element($"<line x1=\"{N(_left + Left)}\" x2=\"{N(_left + width - Right)}\" y1=\"{N(height - Bottom)}\" y2=\"{N(height - Bottom)}\" stroke=\"#6b7280\"/>");
        Text((Left + width - Right) / 2, height - 16, x.Label, "middle", 13, "#111827");
        double middle = (Top + height - Bottom) / 2;
        Element($"<text x=\"{N(_left + 18)}\" y=\"{N(middle)}\" text-anchor=\"middle\" font-size=\"13\" fill=\"#111827\" transform=\"rotate(-90 {N(_left + 18)} {N(middle)})\">{Escape(y.Label)}</text>");
    }

    public Plot Line(IEnumerable<(double X, double Y)> points, string colour, string? dash = null, double thickness = 2.2)
    {
        string path = string.Join(' ', points.Where(point => !double.IsNaN(point.Y)).Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{N(X(point.X))} {N(Y(point.Y))}"));
        return Element($"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{N(thickness)}\" stroke-linejoin=\"round\"{(dash is null ? "" : $" stroke-dasharray=\"{dash}\"")}/>");
    }

    public Plot Dots(IEnumerable<(double X, double Y)> points, string colour, double radius = 3.5)
    {
        foreach ((double x, double y) in points) Element($"<circle cx=\"{N(X(x))}\" cy=\"{N(Y(y))}\" r=\"{N(radius)}\" fill=\"{colour}\" fill-opacity=\"0.75\"/>");
        return this;
    }

    public Plot Level(double y, string text, string colour, bool below = false, bool atLeft = false)
    {
        Line([(_x.Low, y), (_x.High, y)], colour, "6 4", 1.4);
        return Text(atLeft ? Left + 4 : _width - Right - 4, Y(y) + (below ? 15 : -6), text, atLeft ? "start" : "end", 12, colour);
    }

    public Plot Upright(double x, string text, string colour, double at = 0, string anchor = "start")
    {
        Line([(x, _y.Low), (x, _y.High)], colour, "6 4", 1.4);
        return Text(X(x) - _left + (anchor == "start" ? 5 : -5), Top + 12 + at, text, anchor, 12, colour);
    }

    public Plot Band(double fromY, double toY, string colour) =>
        Element($"<rect x=\"{N(_left + Left)}\" y=\"{N(Y(toY))}\" width=\"{N(_width - Left - Right)}\" height=\"{N(Y(fromY) - Y(toY))}\" fill=\"{colour}\" fill-opacity=\"0.1\"/>");

    /// <summary>Words beside a point of the plot, moved by some pixels.</summary>
    public Plot Label(double x, double y, string text, string colour, double dx = 6, double dy = 4, string anchor = "start") =>
        Text(X(x) - _left + dx, Y(y) + dy, text, anchor, 12.5, colour, "600");

    public static string Join(string description, double width, double height, params Plot[] plots)
    {
        string body = string.Concat(plots.Select(plot => plot._body.ToString()));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n"
            + $"<title>{Escape(description)}</title>\n<rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#ffffff\"/>\n{body}</svg>\n";
    }

    private double X(double value) => _left + Left + _x.Place(value) * (_width - Left - Right);

    private double Y(double value) => _height - Bottom - _y.Place(value) * (_height - Top - Bottom);

    private Plot Text(double x, double y, string text, string anchor, double size, string colour, string weight = "400") =>
        Element($"<text x=\"{N(_left + x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-size=\"{N(size)}\" font-weight=\"{weight}\" fill=\"{colour}\" stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{Escape(text)}</text>");

    private Plot Element(string element)
    {
        _body.Append(element).Append('\n');
        return this;
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string N(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
