using System.Text;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>False rollback against missed harm, one point a judge: the lower left is better. Drawn as SVG.</summary>
internal static class TradeOffFigure
{
    public const string FileName = "scoreboard.svg";

    private const double Left = 80, Right = 700, Top = 56, Bottom = 420;
    private const double Least = 0.02, Most = 100;
    private const double LineHeight = 15;
    private const double RoomForName = 150;
    private static readonly double[] Ticks = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

    /// <summary>The figure.</summary>
    public static string Of(Board board, Options options)
    {
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 480\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"760\" height=\"480\" fill=\"#ffffff\"/>\n");
        svg.Append($"<text x=\"{Left}\" y=\"24\" font-size=\"15\" fill=\"#222222\">False rollbacks against missed harm, every judge on the same rollouts</text>\n");
        svg.Append($"<text x=\"{Left}\" y=\"42\" fill=\"#666666\">lower left is better; bars are 95 % intervals; values below {Least} % are drawn at the edge</text>\n");
        foreach (double tick in Ticks) Grid(svg, tick);
        svg.Append($"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 44}\" text-anchor=\"middle\" fill=\"#222222\">healthy rollouts rolled back, %</text>\n");
        svg.Append($"<text transform=\"translate(26 {(Top + Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\" fill=\"#222222\">degraded rollouts not rolled back by the horizon, %</text>\n");
        Dictionary<bool, double> lastRow = [];
        foreach (Contender judge in options.Judges.Where(j => j.Group != ContenderGroup.Undone).OrderBy(j => Y(1 - board.Of(j).DetectedShare))) Point(svg, judge, board.Of(judge), lastRow);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, double tick)
    {
        (double x, double y) = (X(tick / 100), Y(tick / 100));
        svg.Append($"<path d=\"M{x:F1} {Top}V{Bottom}M{Left} {y:F1}H{Right}\" stroke=\"#e4e4e4\"/>\n");
        svg.Append($"<text x=\"{x:F1}\" y=\"{Bottom + 18}\" text-anchor=\"middle\" fill=\"#666666\">{tick}</text><text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\" fill=\"#666666\">{tick}</text>\n");
    }

    private static void Point(StringBuilder svg, Contender judge, Score score, Dictionary<bool, double> lastRow)
    {
        string colour = judge.Group == ContenderGroup.Ours ? "#0b7a4b" : "#b3541e";
        (double left, double right) = Wilson.Interval(score.FalseRollbacks, score.Healthy);
        (double low, double high) = Wilson.Interval(score.Degraded - score.Detected, score.Degraded);
        (double x, double y) = (X(score.FalseRollbackShare), Y(1 - score.DetectedShare));
        svg.Append($"<path d=\"M{X(left):F1} {y:F1}H{X(right):F1}M{x:F1} {Y(low):F1}V{Y(high):F1}\" stroke=\"{colour}\" stroke-opacity=\"0.45\"/><circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"4.5\" fill=\"{colour}\"/>\n");

        // Names stand in rows from the top down, so that none covers another: ours to the left of their points where there is room, the others to the right.
        bool toTheLeft = judge.Group == ContenderGroup.Ours && x > Left + RoomForName;
        double row = lastRow.TryGetValue(toTheLeft, out double last) ? Math.Max(y - 6, last + LineHeight) : y - 6;
        lastRow[toTheLeft] = row;
        double at = toTheLeft ? x - 14 : x + 14;
        svg.Append($"<path d=\"M{x:F1} {y:F1}L{at:F1} {row - 4:F1}\" stroke=\"{colour}\" stroke-opacity=\"0.5\"/><text x=\"{at + (toTheLeft ? -2 : 2):F1}\" y=\"{row:F1}\" text-anchor=\"{(toTheLeft ? "end" : "start")}\" fill=\"{colour}\">{judge.Name}</text>\n");
    }

    private static double X(double share) => Left + Place(share) * (Right - Left);

    private static double Y(double share) => Bottom - Place(share) * (Bottom - Top);

    // Logarithmic: the interesting judges lie a hundredfold apart.
    private static double Place(double share) => Math.Log(Math.Clamp(100 * share, Least, Most) / Least) / Math.Log(Most / Least);
}
