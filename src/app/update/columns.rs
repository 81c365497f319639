//! The columns of the list in front, chosen and ordered.

use crate::app::model::Model;
use crate::shell::columns::ColumnChooser;
use crate::shell::overlay::Overlay;

/// Opens the chooser of the list in front.
pub(super) fn open(model: &mut Model) {
    if let Some(list) = model.front().member_list() {
        let chooser = ColumnChooser::new(list, &model.shell.columns);
        model.shell.lay(Overlay::Columns(chooser));
    }
}

/// Changes what is chosen; the list behind shows it at once.
pub(super) fn change(model: &mut Model, how: impl FnOnce(&mut ColumnChooser)) {
    let shell = &mut model.shell;
    if let Some(Overlay::Columns(chooser)) = shell.overlays.last_mut() {
        how(chooser);
        shell.columns.choose(chooser.list, chooser.shown());
    }
}
