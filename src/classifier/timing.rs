//! Where a network's time goes.

use serde::{Deserialize, Serialize};

/// How long one operator takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperatorTime {
    /// Its name in the network.
    pub name: String,
    /// What it does, in tract's words: `OptMatMul` is a convolution's matrix product, here with its kernel's name;
    /// `OptMatMulPack` prepares one …
    pub kind: String,
    /// Its output's shape.
    pub shape: Vec<usize>,
    /// Mean of the runs.
    pub milliseconds: f64,
}

#[cfg(feature = "engine")]
pub(super) use measured::time_operators;

#[cfg(feature = "engine")]
mod measured {
    use std::collections::BTreeMap;

    use tract_onnx::prelude::*;
    use tract_onnx::tract_core::ops::matmul::optimized::OptMatMul;
    use tract_onnx::tract_core::plan::eval;
    use web_time::Instant;

    use super::OperatorTime;

    /// Runs a network `rounds` times (at least once), operator by operator, in the order of their execution.
    pub(in crate::classifier) fn time_operators(
        plan: &Arc<TypedRunnableModel>,
        input: &Tensor,
        rounds: usize,
    ) -> TractResult<Vec<OperatorTime>> {
        let rounds = rounds.max(1);
        let mut state = plan.spawn()?;
        let mut totals: BTreeMap<usize, f64> = BTreeMap::new();
        for _ in 0..rounds {
            state.run_plan_with_eval(tvec!(input.clone().into()), |context, state, node, inputs| {
                let started = Instant::now();
                let outputs = eval(context, state, node, inputs);
                *totals.entry(node.id).or_default() += started.elapsed().as_secs_f64() * 1000.0;
                outputs
            })?;
        }
        let order = plan.order_without_consts().iter().filter_map(|id| Some((id, totals.get(id)?)));
        order
            .map(|(id, total)| {
                let node = plan.model().node(*id);
                let shape = node.outputs[0].fact.shape.as_concrete().unwrap_or_default().to_vec();
                let kernel = node.op_as::<OptMatMul>().map(|op| format!(" {}", op.mmm[0].name())).unwrap_or_default();
                let (name, kind) = (node.name.clone(), format!("{}{kernel}", node.op().name()));
                Ok(OperatorTime { name, kind, shape, milliseconds: total / rounds as f64 })
            })
            .collect()
    }
}
