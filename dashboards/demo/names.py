"""Ordinary first and last names, in the languages of the example organisation; put together by chance."""

GIVEN: dict[str, tuple[str, ...]] = {
    "fr": tuple(
        "Zoé Noël Amina Lucas Inès Hugo Léa Karim Chloé Jonas Elsa Paul Yann Alice Clara Victor Jeanne Mehdi Anna Louis "
        "Samir Rose Félix Camille Théo Manon Hélène Bruno Sylvie Antoine Fatou Gaëlle Rémi Nadia Pascal Aurélie".split()
    ),
    "es": tuple(
        "Lucía Mateo Carmen Diego Sofía Javier Elena Pablo Marta Álvaro Inés Sergio Nuria Tomás Pilar Andrés Rocío Iván "
        "Teresa Raúl Beatriz Hugo Alba Óscar".split()
    ),
    "de": tuple(
        "Anke Jürgen Lena Matthias Sabine Florian Heike Jonas Petra Tobias Katrin Stefan Miriam Uwe Birgit Lukas Aylin "
        "Dirk Franziska Cem Ines Ralf Svenja Timo".split()
    ),
    "nl": tuple("Anouk Bram Femke Joris Lotte Pieter Saskia Wout Ilse Ruben Griet Koen Eline Stijn Nele Daan".split()),
    "ar": tuple(
        "Youssef Salma Hicham Imane Rachid Khadija Omar Zineb Anas Samira Driss Loubna Mehdi Hanane Tarik Nawal".split()
    ),
    "en": tuple(
        "Emma Liam Olivia Noah Grace Ethan Maya Owen Chloe Ravi Hannah Marcus Priya Daniel Wei Sarah Aaron Leila".split()
    ),
}
FAMILY: dict[str, tuple[str, ...]] = {
    "fr": tuple(
        "Lefèvre Garçon Moreau Haddad Dubois Nguyen Martin Bernard Petit Laurent Simon Mercier Blanc Faure Girard Roux "
        "Fontaine Chevalier Robin Masson Perrin Diallo Marchand Benali Caron Noël Renaud Colin Vidal Lemaire".split()
    ),
    "es": tuple(
        "García Fernández López Sánchez Romero Navarro Torres Ramos Gil Serrano Blanco Molina Ortega Delgado Castro "
        "Rubio Iglesias Medina Cortés Peña".split()
    ),
    "de": tuple(
        "Müller Schneider Fischer Weber Becker Hoffmann Schäfer Koch Richter Klein Wolf Neumann Schwarz Krüger Yılmaz "
        "Zimmermann Hartmann Lange Krause Vogel".split()
    ),
    "nl": tuple("Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters Mertens Dupont Lambert Martens".split()),
    "ar": tuple("Benali Alaoui Idrissi Tazi Berrada Chraibi Fassi Lahlou Bennani Ouazzani Sebti Amrani".split()),
    "en": tuple(
        "Smith Tremblay Brown Roy Wilson Chen Taylor Gagnon Clark Patel Walker Côté Wright Singh Hall Bouchard".split()
    ),
}
