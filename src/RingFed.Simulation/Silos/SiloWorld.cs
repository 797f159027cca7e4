using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Masking;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Silos;

/// <summary>What all silos of a run share.</summary>
/// <param name="Trace">Null when nobody asked for it.</param>
/// <param name="Masking">Null when nothing is added up.</param>
internal sealed record SiloWorld(
    VirtualClock Clock,
    SimulatedNetwork Network,
    Population Population,
    TopologyBook Topologies,
    PlanMaker Plans,
    SimulatedWorker Worker,
    RingChecker Checker,
    EffectTrace? Trace,
    MaskedWatch? Masking,
    PlantedDefects Defects);
