using CanaryJudge.Cli.Frame;
using CanaryJudge.Sources.Prometheus;

using Interruption interruption = Interruption.Listen();
var session = new Session(Terminal.OfProcess(), TimeProvider.System, options => new PrometheusSource(options, TimeProvider.System));
return await CommandLine.RunAsync(args, session, interruption.Token);
