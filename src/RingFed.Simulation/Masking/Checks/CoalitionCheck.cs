using RingFed.Federation.Masking;
using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>
/// Works out for coalitions too small to close a round of any program (liars are in each) what they learn from all that
/// was sent in a run: the combinations of honest silos' inputs that follow when known masks are taken off and unknown ones
/// cancel. Only the sum over the agreed contributors may. A silo's input counts as the same in all sums: the worst case, in
/// which the difference of two sums is one silo's input.
/// </summary>
internal sealed class CoalitionCheck(MaskedTranscript transcript, IReadOnlyList<MaskEquation> equations)
{
    /// <summary>All of a ring of 8; of larger ones as many, evenly spread over all there are.</summary>
    private const int CoalitionsMax = 256;

    private readonly IReadOnlyList<OriginSet> small = Spread(Of(transcript, coalition =>
        transcript.Generations.All(generation => generation.PlacesOf(coalition).Count < generation.Plan.Quorum)));

    /// <summary>Coalitions too small to close a round.</summary>
    public int Coalitions => small.Count;

    public IEnumerable<string> Violations() =>
        from coalition in small
        let learnt = LearnsTooMuch(coalition)
        where learnt is not null
        select $"silos {coalition} together learn the sum over {learnt} of the others";

    /// <summary>
    /// How many coalitions of t, when all of the only program's roster hold shares, learn more than the total: they must be
    /// able to, or the check is blind.
    /// </summary>
    public int ThoseThatLearn()
    {
        MaskedGeneration only = transcript.Of(0);
        int whole = Math.Max(only.Plan.Quorum, ((only.Silos + new Quorum(only.Silos, 0).ByzantineMax) / 2) + 1);
        return Of(transcript, coalition => coalition.Count == whole).Count(coalition => LearnsTooMuch(coalition) is not null);
    }

    private static IEnumerable<OriginSet> Of(MaskedTranscript transcript, Predicate<OriginSet> isMeant)
    {
        IReadOnlyList<int> machines = transcript.Machines.ToList();
        OriginSet liars = transcript.Liars;
        return Enumerable.Range(0, 1 << machines.Count)
            .Select(choice => OriginSet.Of(machines.Where((_, index) => (choice >> index & 1) != 0)))
            .Where(coalition => coalition.Intersect(liars) == liars && isMeant(coalition));
    }

    private static OriginSet[] Spread(IEnumerable<OriginSet> coalitions)
    {
        OriginSet[] all = [.. coalitions];
        return all.Length <= CoalitionsMax ? all : [.. Enumerable.Range(0, CoalitionsMax).Select(index => all[(long)index * all.Length / CoalitionsMax])];
    }

    /// <returns>The machines whose inputs are in what it may not know; null when there is no such thing.</returns>
    private OriginSet? LearnsTooMuch(OriginSet coalition)
    {
        CoalitionKnowledge knowledge = new(transcript, coalition);
        List<(MaskEquation Equation, Dictionary<string, int> Masks)> open =
            [.. equations.Where(equation => !coalition.Contains(MachineOf(equation))).Select(equation => (equation, UnknownMasks(equation, coalition, knowledge)))];
        RemoveHopeless(open);
        if (open.Count == 0)
        {
            return null;
        }

        string[] masks = [.. open.SelectMany(row => row.Masks.Keys).Distinct()];
        Dictionary<string, int> columns = masks.Select((mask, column) => (mask, column)).ToDictionary(pair => pair.mask, pair => pair.column);
        int machines = transcript.Machines.ToList()[^1] + 1;
        List<int[]> rows = [.. open.Select(row =>
        {
            int[] coefficients = new int[masks.Length + machines];
            foreach ((string mask, int sign) in row.Masks)
            {
                coefficients[columns[mask]] = sign;
            }

            coefficients[masks.Length + MachineOf(row.Equation)] = 1;
            return coefficients;
        })];
        OriginSet allowed = transcript.Contributors?.Except(coalition) ?? default;
        bool[] indicator = [.. Enumerable.Range(0, machines).Select(allowed.Contains)];
        foreach (ulong[] learnt in LinearSpan.Eliminate(rows, masks.Length))
        {
            if (allowed.IsEmpty || !LinearSpan.IsMultiple(learnt, indicator))
            {
                return OriginSet.Of(Enumerable.Range(0, machines).Where(machine => learnt[machine] != 0));
            }
        }

        return null;
    }

    private int MachineOf(MaskEquation equation) => transcript.Of(equation.Generation).Machines[equation.Silo];

    private Dictionary<string, int> UnknownMasks(MaskEquation equation, OriginSet coalition, CoalitionKnowledge knowledge)
    {
        string place = $"{equation.Generation} {equation.Exchange.Number} {equation.ProgramSum}";
        OwnSecrets own = SecretsOf(equation, equation.Silo);
        Dictionary<string, int> masks = [];
        if (!knowledge.Knows(own.Seed(equation.Slot)))
        {
            masks.Add($"{place} self {equation.Silo}", 1);
        }

        // What is masked with one of the coalition is bare to it, whatever keys that one made up.
        OriginSet known = transcript.Of(equation.Generation).PlacesOf(coalition);
        foreach (int other in equation.Partners.Except(known).ToList().Where(other => other != equation.Silo))
        {
            if (!knowledge.Knows(own.Pair(equation.Slot)) && !knowledge.Knows(SecretsOf(equation, other).Pair(equation.Slot)))
            {
                bool subtracts = PairMask.Subtracts(equation.Silo, other);
                masks.Add($"{place} pair {Math.Min(equation.Silo, other)} {Math.Max(equation.Silo, other)}", subtracts ? -1 : 1);
            }
        }

        return masks;
    }

    /// <summary>An unknown mask that is in one equation only never cancels: the equation is worth nothing.</summary>
    private static void RemoveHopeless(List<(MaskEquation Equation, Dictionary<string, int> Masks)> open)
    {
        int before;
        do
        {
            before = open.Count;
            Dictionary<string, int> uses = open.SelectMany(row => row.Masks.Keys).CountBy(mask => mask).ToDictionary();
            open.RemoveAll(row => row.Masks.Keys.Any(mask => uses[mask] == 1));
        }
        while (open.Count < before);
    }

    private OwnSecrets SecretsOf(MaskEquation equation, int silo) =>
        transcript.SecretsOf(equation.Generation, equation.Exchange.Number, silo)
        ?? throw new InvalidOperationException($"Silo {silo} is masked with and never sent keys.");
}
