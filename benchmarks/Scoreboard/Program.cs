using CanaryJudge.Benchmarks.Scoreboard;

Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException problem)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

if (options.Bits)
{
    Console.Write(BitsReport.Of(options));
    return 0;
}

bool watched = !Console.IsErrorRedirected;
Board board = Season.Run(options, (done, all) =>
{
    if (watched) Console.Error.Write($"\r{done} of {all} fleets{(done == all ? "\n" : "")}");
});
Console.Write(options.Output switch
{
    "json" => JsonReport.Of(board, options),
    "markdown" => MarkdownPage.Of(board, options),
    _ => Tables.Judges(board, options, options.Judges).AsText(),
});
if (options.Figures is string directory)
{
    Directory.CreateDirectory(directory);
    File.WriteAllText(Path.Combine(directory, TradeOffFigure.FileName), TradeOffFigure.Of(board, options));
}

return 0;
