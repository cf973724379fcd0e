using System.Text.Json;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Contracts.V1;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>Actions as they are printed.</summary>
public sealed class ActionRenderingTests
{
    [Theory]
    [InlineData(RolloutActionState.Ended, RolloutActionEnding.Done, 0, "DONE")]
    [InlineData(RolloutActionState.Ended, RolloutActionEnding.Failed, 1, "FAILED")]
    [InlineData(RolloutActionState.Ended, RolloutActionEnding.Refused, 1, "REFUSED")]
    [InlineData(RolloutActionState.Ended, RolloutActionEnding.Superseded, 3, "SUPERSEDED")]
    [InlineData(RolloutActionState.Ended, RolloutActionEnding.Cancelled, 3, "CANCELLED")]
    [InlineData(RolloutActionState.Ended, (RolloutActionEnding)77, 3, "77")]
    [InlineData(RolloutActionState.Paused, RolloutActionEnding.Unspecified, 3, "PAUSED")]
    [InlineData((RolloutActionState)77, RolloutActionEnding.Unspecified, 3, "77")]
    public void ExitCode_IsZeroOfADoneActionOnly(RolloutActionState state, RolloutActionEnding ending, int code, string headline)
    {
        RolloutAction action = new() { State = state, Ending = ending };

        Assert.Equal((code, headline), (RolloutWords.ExitCodeOf(action), RolloutWords.Headline(action)));
    }

    [Fact]
    public void View_ShowsEveryStepAndEveryStatusOnce_AndIsSafeToPrint()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ActionView view = new(new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null }, OutputFormat.Text, noColor: true);
        RolloutAction action = new() { Id = "a1", Target = "shop", Verb = RolloutVerb.Rollback, Revision = "v2", Baseline = "v1", State = RolloutActionState.Asked, Status = "Nothing was sent yet." };

        view.Show(action);
        action.State = RolloutActionState.Acting;
        action.Status = "Step 1, traffic, is being sent.";
        action.Steps.Add(new RolloutActionStep { Number = 1, Name = "traffic", Request = "PATCH /x", IntentTime = new() { Seconds = 1_769_853_600 } });
        view.Show(action);
        view.Show(action);
        action.Steps[0].Answer = RolloutStepAnswer.Applied;
        action.Steps[0].Message = "taken \e[31mnow\nindeed";
        action.Status = "The canary still has 5 %.";
        view.Show(action);
        action.State = RolloutActionState.Ended;
        action.Ending = RolloutActionEnding.Done;
        action.Status = "No traffic.";
        view.Show(action);
        view.Close(action);

        Assert.Equal(
            """
            rollback of shop, revision v2, baseline v1: action a1
            asked: Nothing was sent yet.
            2026-01-31T10:00:00Z  step 1 traffic: PATCH /x
            2026-01-31T10:00:00Z  step 1 traffic: applied. taken ?[31mnow indeed
            acting: The canary still has 5 %.
            DONE  No traffic.

            """,
            output.ToString());
    }

    [Fact]
    public void Json_OfAnAction_HasNullForWhatDoesNotExist()
    {
        using JsonDocument json = JsonDocument.Parse(ActionJson.Write(new RolloutAction { Id = "a1", Verb = RolloutVerb.Hold, State = RolloutActionState.Paused }, indented: false));

        Assert.Equal(("hold", "paused", JsonValueKind.Null, JsonValueKind.Null), (Text("verb"), Text("state"), json.RootElement.GetProperty("ending").ValueKind, json.RootElement.GetProperty("analysis").ValueKind));

        string? Text(string name) => json.RootElement.GetProperty(name).GetString();
    }
}
