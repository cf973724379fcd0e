namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>The tables of the scoreboard.</summary>
internal static class Tables
{
    /// <summary>One row a judge, over all families and seeds.</summary>
    public static Table Judges(Board board, Options options, IEnumerable<Contender> judges)
    {
        Table table = new("judge", "false rollback % (95 %)", "worst family", "promoted %", "at window", "detected %", "at window", "wrongly promoted %", "worst family");
        foreach (Contender judge in judges)
        {
            Score score = board.Of(judge);
            (double low, double high) = Wilson.Interval(score.FalseRollbacks, score.Healthy);
            table.Add(judge.Name, $"{Percent(score.FalseRollbackShare)} ({Percent(low)}-{Percent(high)})", Worst(board, options, judge, s => s.FalseRollbackShare),
                Percent(score.PromotedShare, 1), Number(score.MedianToPromote), Percent(score.DetectedShare, 1), Number(score.MedianToDetect),
                Percent(score.WronglyPromotedShare), Worst(board, options, judge, s => s.WronglyPromotedShare));
        }

        return table;
    }

    /// <summary>One row a seed, for one judge.</summary>
    public static Table Seeds(Board board, Options options, IEnumerable<Contender> judges)
    {
        Table table = new("judge, seed", "false rollback %", "promoted %", "at window", "detected %", "at window", "wrongly promoted %");
        foreach (Contender judge in judges)
        {
            foreach (int seed in options.Seeds) Row(table, $"{judge.Name}, {seed}", board.Of(judge, seed));
        }

        return table;
    }

    /// <summary>One row a family, for one judge.</summary>
    public static Table Families(Board board, Options options, Contender judge)
    {
        Table table = new(judge.Name, "false rollback %", "promoted %", "at window", "detected %", "at window", "wrongly promoted %");
        foreach (Family family in options.Families) Row(table, family.Name, board.Of(judge, family));
        return table;
    }

    /// <summary>A share in percent; a dash for NaN.</summary>
    public static string Percent(double share, int digits = 2) => double.IsNaN(share) ? "-" : (100 * share).ToString("F" + digits);

    /// <summary>A median; a dash for NaN.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.#");

    private static void Row(Table table, string name, Score score) => table.Add(name, Percent(score.FalseRollbackShare), Percent(score.PromotedShare, 1), Number(score.MedianToPromote),
        Percent(score.DetectedShare, 1), Number(score.MedianToDetect), Percent(score.WronglyPromotedShare));

    private static string Worst(Board board, Options options, Contender judge, Func<Score, double> share) =>
        board.Worst(judge, options.Families, share) is (Family family, double worst) ? $"{Percent(worst)} {family.Name}" : "none";
}
