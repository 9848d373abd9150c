SELECT seq FROM voided
