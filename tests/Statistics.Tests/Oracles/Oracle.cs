using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics.Tests.Oracles;

/// <summary>
/// Another implementation of the same statistics, run as a process: R or SciPy. Cases and answers travel as binary doubles, so no digit is lost.
/// A script defines one function named <c>answer</c>; its arguments are the vectors of one case, its result is a vector of numbers.
/// </summary>
/// <example><code>
/// double[][] answers = Oracle.R.Ask("answer &lt;- function(x, y) wilcox.test(x, y)$p.value", [[canary, baseline], [canary2, baseline2]]);
/// double p = answers[0][0];
/// double[][] same = Oracle.SciPy.Ask("""
///     from scipy import stats
///     def answer(x, y):
///         return [stats.mannwhitneyu(x, y).pvalue]
///     """, cases);
/// </code></example>
public sealed class Oracle
{
    /// <summary>R (Debian r-base-core): a vector arrives as a numeric vector. Warnings are silenced; an error fails the test with R's message.</summary>
    public static readonly Oracle R = new("R", "r-base-core", ["/usr/bin/Rscript", "/usr/local/bin/Rscript"], "--version", ".R", RPrelude, RCoda);

    /// <summary>SciPy (Debian python3-scipy under /usr/bin/python3, never another Python): a vector arrives as a numpy array; <c>np</c> is imported.</summary>
    public static readonly Oracle SciPy = new("SciPy", "python3-scipy", ["/usr/bin/python3"], "-c import\tscipy", ".py", PythonPrelude, PythonCoda);

    private const string RPrelude = "options(warn = -1, digits = 22)\n";

    private const string RCoda = """

        paths <- commandArgs(trailingOnly = TRUE)
        data <- readBin(paths[1], "double", n = file.size(paths[1]) / 8, size = 8, endian = "little")
        at <- 1
        take <- function() { at <<- at + 1; data[at - 1] }
        out <- file(paths[2], "wb")
        for (i in seq_len(take())) {
          case <- lapply(seq_len(take()), function(ignored) { n <- take(); at <<- at + n; data[seq_len(n) + (at - n - 1)] })
          result <- as.double(do.call(answer, case))
          writeBin(c(length(result), result), out, size = 8, endian = "little")
        }
        close(out)

        """;

    private const string PythonPrelude = "import sys, warnings\nimport numpy as np\nwarnings.simplefilter('ignore')\n";

    private const string PythonCoda = """

        def _all(source, target):
            data = np.fromfile(source, '<f8')
            at, out = 1, []
            for _ in range(int(data[0])):
                vectors, at, case = int(data[at]), at + 1, []
                for _ in range(vectors):
                    n = int(data[at])
                    case.append(data[at + 1:at + 1 + n].copy())
                    at += 1 + n
                result = np.atleast_1d(np.asarray(answer(*case), dtype='<f8'))
                out.append(np.concatenate([[float(len(result))], result]))
            np.concatenate(out).astype('<f8').tofile(target)
        _all(sys.argv[1], sys.argv[2])

        """;

    private readonly string _name;
    private readonly string _package;
    private readonly string _extension;
    private readonly string _prelude;
    private readonly string _coda;
    private readonly Lazy<string?> _interpreter;

    private Oracle(string name, string package, string[] places, string probe, string extension, string prelude, string coda)
    {
        (_name, _package, _extension, _prelude, _coda) = (name, package, extension, prelude, coda);
        _interpreter = new(() => Array.Find(places, place => File.Exists(place) && Execute(place, probe.Split(' ').Select(part => part.Replace('\t', ' '))).ExitCode == 0));
    }

    /// <summary>Runs the script over every case in one process and returns one answer a case. Skips the test, with the reason, when the interpreter is absent.</summary>
    public double[][] Ask(string script, IReadOnlyList<double[][]> cases)
    {
        Assert.SkipWhen(_interpreter.Value is null, $"{_name} is not installed (Debian package {_package}): this comparison was not made.");
        string folder = Directory.CreateTempSubdirectory("canaryjudge-oracle-").FullName;
        try
        {
            string program = Path.Combine(folder, "script" + _extension), source = Path.Combine(folder, "cases"), target = Path.Combine(folder, "answers");
            File.WriteAllText(program, _prelude + script + "\n" + _coda);
            File.WriteAllBytes(source, MemoryMarshal.AsBytes<double>(Flatten(cases)).ToArray());
            (int exitCode, string words) = Execute(_interpreter.Value!, [program, source, target]);
            Assert.True(exitCode == 0, $"{_name} failed with exit code {exitCode}:\n{words}");
            return Unflatten(MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(target)), cases.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int ExitCode, string Words) Execute(string interpreter, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(interpreter, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static double[] Flatten(IReadOnlyList<double[][]> cases)
    {
        List<double> flat = [cases.Count];
        foreach (double[][] vectors in cases)
        {
            flat.Add(vectors.Length);
            foreach (double[] vector in vectors)
            {
                flat.Add(vector.Length);
                flat.AddRange(vector);
            }
        }

        return [.. flat];
    }

    private static double[][] Unflatten(ReadOnlySpan<double> flat, int count)
    {
        double[][] answers = new double[count][];
        for (int i = 0; i < count; i++)
        {
            int length = (int)flat[0];
            answers[i] = flat.Slice(1, length).ToArray();
            flat = flat[(1 + length)..];
        }

        Assert.True(flat.IsEmpty, "The oracle wrote more numbers than were asked for.");
        return answers;
    }
}
