namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>The known word that a mistyped one was probably meant to be.</summary>
internal static class NearestWord
{
    /// <summary>The nearest word by edits (insert, delete, replace, swap neighbours), case ignored.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="known">The known words.</param>
    /// <returns>The nearest; null when none is within a third of its length, at least one and at most three edits.</returns>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        if (typed.Length is 0 or > 40) return null;
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string word in known)
        {
            int edits = Edits(typed.ToLowerInvariant(), word.ToLowerInvariant());
            bool isNear = edits <= Math.Clamp(word.Length / 3, 1, 3);
            if (!isNear || edits >= least) continue;
            least = edits;
            nearest = word;
        }
        return nearest;
    }

    // Optimal string alignment distance (Damerau 1964), three rows.
    private static int Edits(string a, string b)
    {
        int[] before = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            (before, last, row) = (last, row, before);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }
        return row[b.Length];
    }
}
