# People, their tokens and how they sign in; and what staff do in the street.
