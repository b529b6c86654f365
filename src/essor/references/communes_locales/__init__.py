"""Local facts of each commune that an appraisal needs: people, area, price of dwellings, FRR."""
